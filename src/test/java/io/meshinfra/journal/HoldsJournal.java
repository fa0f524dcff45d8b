package io.meshinfra.journal;

import java.sql.Connection;
import java.sql.DriverManager;

/** Opens a database, says so, and holds it until it is killed or its standard input ends. */
final class HoldsJournal {
  private HoldsJournal() {}

  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0], "", "")) {
      System.out.println("open " + connection.getMetaData().getURL());
      System.in.read();
    }
  }
}
