package io.meshinfra.resource;

import java.util.ArrayList;
import java.util.List;

/** Lines that the probe of one kind printed on the node: bounded, and hostile. */
public record ProbeOutput(List<String> lines) {
  public ProbeOutput {
    lines = List.copyOf(lines);
  }

  /** The tab-separated fields after the tag, of each line that starts with that tag. */
  public List<List<String>> rows(String tag) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      List<String> fields = List.of(line.split("\t", -1));
      if (fields.getFirst().equals(tag)) {
        rows.add(fields.subList(1, fields.size()));
      }
    }
    return rows;
  }
}
