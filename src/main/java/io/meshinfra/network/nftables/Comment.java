package io.meshinfra.network.nftables;

import io.meshinfra.network.intent.Label;

/** Which rule of the intent a line comes from. */
record Comment(Label rule) {
  @Override
  public String toString() {
    return " comment \"" + rule.value() + "\"";
  }
}
