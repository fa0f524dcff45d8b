package io.meshinfra.network.firewall;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of an intent for one node. */
public sealed interface Compiled {
  /**
   * It can be said.
   *
   * @param files text by path
   */
  record Files(SortedMap<String, String> files) implements Compiled {
    public Files {
      files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Of all of them, in characters. */
    public int length() {
      return files.values().stream().mapToInt(String::length).sum();
    }
  }

  /** This firewall cannot do what is meant; each reason says what, and how to mend it. */
  record Unable(List<String> reasons) implements Compiled {
    public Unable {
      reasons = List.copyOf(reasons);
    }
  }
}
