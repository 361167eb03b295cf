package dev.potok.storage;

import dev.potok.storage.SqliteCheck.Fault;
import dev.potok.storage.SqliteCheck.Kind;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** One thing that holds in a database without faults. */
interface CheckRule {

  /** What is wrong where it does not hold. */
  Kind kind();

  /** Where it does not hold. */
  List<Fault> find(Handle handle);

  /**
   * Makes it hold in one place, inside a transaction.
   *
   * @param now the time, in milliseconds since 1970
   */
  void repair(Handle handle, Fault fault, long now);
}
