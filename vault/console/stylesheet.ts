import weui from 'weui/dist/style/weui.min.css';
import frame from './console.css';
import content from './content.css';
import controls from './controls.css';

/** WeUI as its package has it, and what we lay over it. One text, so that a page asks once; tests have their own way to it. */
export const stylesheet = [weui, frame, controls, content].join('\n');
