package dev.potok.web.rich;

/** A way to draw one kind of thing better than plain HTML from Markdown can. */
interface Finish {

  /** What there is left to do after one step. */
  enum Left {
    /** Nothing, until a text has something new. */
    NOTHING,
    /** A further step, as soon as the browser is idle again. */
    MORE,
    /** Something that is not ready to be drawn, such as code that still grows. */
    LATER
  }

  /** Draws one thing, so small that no frame waits for it. */
  Left step();
}
