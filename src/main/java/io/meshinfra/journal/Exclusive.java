package io.meshinfra.journal;

/**
 * The right to be the only hub that uses a journal, until it is closed. Two hubs on one journal
 * would take each other's runs for those of a killed one.
 */
public interface Exclusive extends AutoCloseable {
  /** An embedded database is one file, and the process that opens it has it alone. */
  Exclusive BY_FILE =
      new Exclusive() {
        @Override
        public boolean isHeld() {
          return true;
        }

        @Override
        public void close() {}
      };

  /** Whether this hub has it now; a right that got lost is taken again when nobody else has it. */
  boolean isHeld();

  @Override
  void close();
}
