package io.meshinfra.converge.ansible;

import io.meshinfra.model.Revision;
import java.io.IOException;
import java.nio.file.Path;

/** The files of the repository at a revision as a folder, because Ansible reads nothing else. */
public interface WorkTrees {
  /**
   * The folder that holds exactly the files of the revision; it stays until the caller is done.
   *
   * @throws IOException when it cannot be laid out, e.g. a full disk
   */
  Path at(Revision revision) throws IOException;

  /**
   * The folder of the manifests in it, {@code ""} for the root: playbooks and roles are looked up
   * there first, as all other files are.
   */
  default String folder() {
    return "";
  }
}
