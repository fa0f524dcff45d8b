package io.meshinfra.resource;

/**
 * A type whose resources may be on a node already, with a text that not everybody there may read.
 * Such a text is shown to an administrator of the hub, and never where more people read.
 */
public interface Discreet<S> {
  /** Whether the text on the node is kept from others than administrators; yes when in doubt. */
  boolean hides(S spec);
}
