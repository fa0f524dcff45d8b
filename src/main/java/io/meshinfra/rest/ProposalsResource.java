package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.NotNow;
import io.meshinfra.reconcile.Proposing;
import io.meshinfra.rest.view.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Changes that an operator has thought out, for people to merge. */
@Path("/proposals")
@Tag(name = "source")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ProposalsResource {
  private static final Pattern PATH = Pattern.compile("[^\\p{Cntrl}\\\\]{1,500}");

  private final Proposing proposing;

  ProposalsResource(Proposing proposing) {
    this.proposing = proposing;
  }

  /**
   * A branch that was pushed.
   *
   * @param page of the pull request; missing when none was opened
   * @param note why not
   */
  public record ProposedView(String branch, String commit, Optional<String> page, String note) {}

  @POST
  @Operation(
      summary = "Propose a change of files: a branch, and a pull request",
      description =
          "The commit is made on the given base, which the remote must have, on the branch"
              + " mesh/proposal/NAME. Nothing comes into force by it: people merge it.")
  public ProposedView propose(Requests.Propose request) {
    Requests.Propose asked =
        request == null
            ? new Requests.Propose(Optional.empty(), Optional.empty(), Optional.empty(), Map.of())
            : request;
    Input input = new Input();
    NodeName name = input.needed("name", asked.name(), NodeName::parse);
    Revision base = input.needed("base", asked.base(), Revision::new);
    String title = input.needed("title", asked.title());
    asked
        .files()
        .keySet()
        .forEach(path -> input.needed("files", Optional.of(path), ProposalsResource::path));
    input.check();
    return proposed(new Proposing.Wish(name, base, title, asked.files()));
  }

  private ProposedView proposed(Proposing.Wish wish) {
    return switch (proposing.propose(wish)) {
      case Proposing.Result.Refused(String reason) -> throw new NotNow(reason);
      case Proposing.Result.Proposed proposed ->
          new ProposedView(
              proposed.branch(), proposed.commit().id(), proposed.page(), proposed.note());
    };
  }

  private static String path(String path) {
    boolean plain = PATH.matcher(path).matches() && !isForbidden(List.of(path.split("/", -1)));
    if (!plain) {
      throw new IllegalArgumentException(
          "are paths in the repository, like nodes/web.yaml; none is hidden, like .forgejo/x");
    }
    return path;
  }

  /**
   * Hidden files make forges and tools run things. Below {@code files/} they are what a node shall
   * have, like {@code files/web/etc/skel/.profile}.
   */
  private static boolean isForbidden(List<String> parts) {
    int files = parts.indexOf("files");
    return IntStream.range(0, parts.size())
        .anyMatch(i ->
            isNoName(parts.get(i)) || parts.get(i).startsWith(".") && (files < 0 || i < files));
  }

  private static boolean isNoName(String part) {
    return part.isEmpty() || part.equals(".") || part.equals("..") || part.startsWith(".git");
  }
}
