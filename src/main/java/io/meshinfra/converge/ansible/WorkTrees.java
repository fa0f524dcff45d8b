package io.meshinfra.converge.ansible;

import io.meshinfra.model.Revision;
import java.io.IOException;
import java.nio.file.Path;

/** The files of a revision as a folder, because Ansible reads nothing else. */
public interface WorkTrees {
  /**
   * The folder that holds exactly the files of the revision; it stays until the caller is done.
   *
   * @throws IOException when it cannot be laid out, e.g. a full disk
   */
  Path at(Revision revision) throws IOException;
}
