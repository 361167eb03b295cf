'use strict';
// Draws one diagram, in a sandboxed frame that has no origin and can ask nobody for anything. The
// page that the frame stands in sends the text, and is told how high the diagram is.

// The longest text of a diagram, in UTF-16 units.
const MAX_TEXT = 20000;

const tell = (message) => parent.postMessage(message, '*');

const draw = async ({ text, dark }) => {
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
  const tellHeight = () => tell({ height: drawn.getBoundingClientRect().height });
  new ResizeObserver(tellHeight).observe(drawn);
};

let begun = false;
addEventListener('message', ({ source, data }) => {
  if (begun || source !== parent || parent === window || typeof data?.text !== 'string') {
    return;
  }
  begun = true;
  if (data.text.length > MAX_TEXT) {
    tell({ error: `longer than ${MAX_TEXT} characters` });
  } else {
    draw({ text: data.text, dark: data.dark === true }).catch((error) =>
      tell({ error: String(error?.message ?? error).slice(0, 500) }),
    );
  }
});
tell({ ready: true });
