package io.meshinfra.secret;

import io.meshinfra.model.FileTree;
import io.meshinfra.model.SecretRef;

/** A provider whose secrets are in the repository, encrypted; the hub has the key. */
public interface ReadsRepository {
  /**
   * @param files of the revision whose catalog names the secret
   */
  Resolution resolve(SecretRef ref, FileTree files);
}
