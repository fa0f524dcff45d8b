package io.meshinfra.rest;

import io.meshinfra.reconcile.backup.JournalCopies;
import io.meshinfra.rest.view.Answers;
import io.meshinfra.rest.view.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a backup needs of a running hub. */
@Path("/backup")
@Tag(name = "backup")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class BackupResource {
  private final JournalCopies copies;

  BackupResource(JournalCopies copies) {
    this.copies = copies;
  }

  @POST
  @Path("/journal")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Copy the embedded journal into the home of the hub",
      description =
          "A consistent copy, made while the hub runs, for mesh backup on the same machine. It tells"
              + " where the copy is and gives nothing of it away.")
  public Answers.Copied journal(Requests.OnBehalf request) {
    return new Answers.Copied(copies.make(Callers.of(request)).toString());
  }
}
