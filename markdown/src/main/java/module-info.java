/** Markdown to HTML, also while it is still being written. */
module dev.potok.markdown {
  requires static org.jspecify;
  requires org.commonmark;
  requires org.commonmark.ext.autolink;
  requires org.commonmark.ext.gfm.strikethrough;
  requires org.commonmark.ext.gfm.tables;
  requires org.commonmark.ext.task.list.items;

  exports dev.potok.markdown;
}
