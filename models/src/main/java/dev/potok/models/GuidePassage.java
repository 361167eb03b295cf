package dev.potok.models;

/**
 * A section of the guide's documentation.
 *
 * @param file the file's name, such as {@code models.md}
 * @param title the title of the file
 * @param heading the heading of the section; the title for what stands before the first
 * @param markdown the text below the heading
 */
record GuidePassage(String file, String title, String heading, String markdown) {}
