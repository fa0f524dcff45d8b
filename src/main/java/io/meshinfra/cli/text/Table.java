package io.meshinfra.cli.text;

import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their content; what does not fit into the terminal is cut at the right. */
public final class Table {
  private static final String GAP = "   ";
  private static final String CUT = "...";

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  public Table(String... headings) {
    columns = headings.length;
    rows.add(List.of(headings));
  }

  /** Adds a row of hostile texts; an empty cell is shown as a hyphen. */
  public void row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(cell.isEmpty() ? "-" : Printable.line(cell));
    }
    rows.add(row);
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /**
   * @param width in characters, 0 for no limit
   */
  public String text(int width) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      out.append(cut(line(row, widths), width)).append('\n');
    }
    return out.toString();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns - 1; i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length()).append(GAP);
    }
    return line.append(row.getLast()).toString();
  }

  private static String cut(String line, int width) {
    return width <= 0 || line.length() <= width
        ? line
        : line.substring(0, width - CUT.length()) + CUT;
  }
}
