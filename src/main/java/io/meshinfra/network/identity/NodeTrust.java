package io.meshinfra.network.identity;

import io.meshinfra.model.Content;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files by which one node believes certificates.
 *
 * @param dropIn lines for sshd
 * @param publicKey of the authority
 * @param principals by the login that they open: one principal on each line
 * @param revoked list that OpenSSH reads
 */
public record NodeTrust(
    String dropIn, String publicKey, SortedMap<String, String> principals, Content revoked) {
  public static final String DROP_IN = "/etc/ssh/sshd_config.d/20-mesh-ca.conf";

  /** Folder of everything but the drop-in. */
  public static final String FOLDER = "/etc/ssh/mesh-ca";

  public static final String PUBLIC_KEY = FOLDER + "/user-ca.pub";

  /** Folder of a file for each login. */
  public static final String PRINCIPALS = FOLDER + "/principals";

  public static final String REVOKED = FOLDER + "/revoked.krl";

  public NodeTrust {
    principals = Collections.unmodifiableSortedMap(new TreeMap<>(principals));
  }
}
