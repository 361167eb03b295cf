package dev.potok.testkit;

/** How a connection is cut. */
public enum Cut {
  /** With a TCP reset, as by a process that is killed with data unread or a firewall. */
  RESET,
  /** With a TCP end, as by a process that exits; in a chunked body the last chunk is missing. */
  CLOSE
}
