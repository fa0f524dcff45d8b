package io.meshinfra.rest;

import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.Answers.Version;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What runs here. */
@Path("/version")
@Tag(name = "version")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class VersionResource {
  private final String version;
  private final Instant startedAt = Clock.systemUTC().instant();

  VersionResource(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  @GET
  @Operation(summary = "Version of the hub, and since when it runs")
  public Version version() {
    return new Version(version, System.getProperty("java.version", ""), startedAt);
  }
}
