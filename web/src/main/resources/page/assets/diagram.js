'use strict';
// Draws one diagram, in a sandboxed frame that has no origin and can ask nobody for anything. The
// page that the frame stands in sends the text, again whenever it is to be drawn in other colours,
// and is told how high the diagram is, or what is wrong with the text.

// The longest text of a diagram, in UTF-16 units.
const MAX_TEXT = 20000;

const tell = (message) => parent.postMessage(message, '*');

let heights;

const draw = async ({ text, dark, language }) => {
  document.documentElement.lang = language;
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  document.body.style.margin = '0';
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    maxTextSize: MAX_TEXT,
    maxEdges: 500,
    theme: dark ? 'dark' : 'default',
    fontFamily: 'system-ui, sans-serif',
  });
  const { svg } = await mermaid.render('diagram', text);
  document.body.innerHTML = svg;
  const drawn = document.body.firstElementChild;
  heights?.disconnect();
  heights = new ResizeObserver(() => tell({ height: drawn.getBoundingClientRect().height }));
  heights.observe(drawn);
};

// The library draws one diagram at a time.
let before = Promise.resolve();
addEventListener('message', ({ source, data }) => {
  if (source !== parent || parent === window || typeof data?.text !== 'string') {
    return;
  }
  if (data.text.length > MAX_TEXT) {
    tell({ tooLong: MAX_TEXT });
    return;
  }
  before = before
    .then(() => draw({ text: data.text, dark: data.dark === true, language: String(data.language) }))
    .catch((error) => tell({ error: String(error?.message ?? error).slice(0, 500) }));
});
tell({ ready: true });
