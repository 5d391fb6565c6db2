/** @jsxImportSource hono/jsx */

/**
 * A notice's Markdown as it is written in policy/notices/: headings of the second level and paragraphs. Every line is
 * shown, also one in a form that is not known here: what somebody agrees to is all of the text.
 */
export const NoticeText = ({ body, language }: { body: string; language: string }) => (
  <div class="notice" lang={language}>
    {body.split(/\n{2,}/).map((block) => {
      const heading = /^#+ +(.*)$/.exec(block)?.[1];
      return heading === undefined ? <p>{block}</p> : <h2>{heading}</h2>;
    })}
  </div>
);
