/**
 * The style of `/docs`: WeUI's custom properties and colours, so that it looks like the other pages; our own rules,
 * because tables and code are not among WeUI's. Contrast is 4.5:1 or more in both themes.
 */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --weui-BG-0: #ededed; --weui-BG-2: #fff; --weui-FG-0: rgba(0,0,0,.9); --weui-FG-1: rgba(0,0,0,.62);
  --weui-FG-3: rgba(0,0,0,.12); --weui-LINK: #465a85; --weui-BRAND: #046b35; --code: #f2f2f2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --weui-BG-0: #111; --weui-BG-2: #191919; --weui-FG-0: rgba(255,255,255,.86); --weui-FG-1: rgba(255,255,255,.62);
    --weui-FG-3: rgba(255,255,255,.14); --weui-LINK: #8fa3d0; --weui-BRAND: #3eb575; --code: #232323;
  }
}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100% }
body {
  margin: 0; background: var(--weui-BG-0); color: var(--weui-FG-0);
  font: 1rem/1.65 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
}
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.6rem; line-height: 1.3; margin: .5rem 0 }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem }
h3 { font-size: 1.1rem; margin: 0 0 .25rem }
h4 { font-size: .95rem; margin: 1.1rem 0 .35rem }
p { margin: .4rem 0 }
[lang=en] { color: var(--weui-FG-1); font-size: .92em }
a { color: var(--weui-LINK); text-underline-offset: .2em }
a:focus-visible, pre:focus-visible { outline: 3px solid var(--weui-BRAND); outline-offset: 2px }
nav ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .25rem }
nav a { display: flex; flex-direction: column; justify-content: center; min-height: 48px; padding: .3rem .6rem; background: var(--weui-BG-2); border-radius: .4rem; text-decoration: none; line-height: 1.3 }
article { background: var(--weui-BG-2); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem }
code { font: .88em/1.5 ui-monospace, "SF Mono", Menlo, "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere }
.address { display: block; margin: .3rem 0 .5rem }
.method { font-weight: 700; color: var(--weui-BRAND); margin-right: .5em }
pre { margin: 0; padding: .75rem; background: var(--code); border-radius: .4rem; overflow-x: auto }
pre code { overflow-wrap: normal }
dl { margin: 0; display: grid; grid-template-columns: minmax(9rem, 15rem) 1fr; border-top: 1px solid var(--weui-FG-3) }
dt, dd { margin: 0; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--weui-FG-3); overflow-wrap: anywhere; min-width: 0 }
dd dl { border-top: 0 }
dd dl > :nth-last-child(-n+2) { border-bottom: 0 }
.must { font-size: .85em; white-space: nowrap }
ul.choice { margin: 0; padding-left: 1.2rem }
@media (max-width: 40rem) {
  header, main, footer { padding: .75rem }
  article { padding: .75rem }
  dl { grid-template-columns: 1fr }
  dt { border-bottom: 0; padding-bottom: 0 }
  dd { padding-left: .75rem }
  pre code { white-space: pre-wrap; overflow-wrap: anywhere }
}
@media print {
  :root { --weui-BG-0: #fff; --weui-BG-2: #fff; --weui-FG-0: #000; --weui-FG-1: #333; --weui-FG-3: #999; --weui-LINK: #000; --weui-BRAND: #000; --code: #fff }
  body { font-size: 10pt }
  article { padding: 0; border-top: 1px solid #999; border-radius: 0; padding-top: .5rem }
  h2, h3, h4 { break-after: avoid }
  dt, dd, pre { break-inside: avoid }
  pre { border: 1px solid #999 }
  pre code { white-space: pre-wrap; overflow-wrap: anywhere }
  nav { display: none }
}
`;
