import weui from 'weui/dist/style/weui.min.css';
import ours from './console.css';

/** WeUI as its package has it, and what we lay over it. One text, so that a page asks once; tests have their own way to it. */
export const stylesheet = `${weui}\n${ours}`;
