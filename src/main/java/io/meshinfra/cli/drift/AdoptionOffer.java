package io.meshinfra.cli.drift;

import io.meshinfra.adopt.Adoption;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.source.DirectoryTree;
import java.nio.file.Path;

/**
 * Edits of a working copy after which what is so on a node is what is wanted, whoever looked.
 *
 * @param root of the working copy
 * @param files of it, as they were when the edits were thought out
 * @param revision that the node was compared with
 * @param drifting how many resources do, of those that were asked for
 */
record AdoptionOffer(
    Path root,
    DirectoryTree files,
    NodeName node,
    Revision revision,
    int drifting,
    Adoption adoption) {}
