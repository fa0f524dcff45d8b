package io.meshinfra.rest;

import io.meshinfra.journal.IssuedCertificate;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.reconcile.identity.Certificates.Answer;
import io.meshinfra.reconcile.identity.LoginDesk;
import io.meshinfra.rest.view.CertificateView;
import io.meshinfra.rest.view.CertificateView.Certificates;
import io.meshinfra.rest.view.CertificateView.IssuedView;
import io.meshinfra.rest.view.HostCertificateView;
import io.meshinfra.rest.view.Requests;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** SSH certificates for people and agents, and of nodes. */
@Path("/certificates")
@Tag(name = "identity")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class CertificatesResource {
  private static final int MOST = 100;

  private final Hub hub;
  private final SecurityIdentity caller;

  CertificatesResource(Hub hub, SecurityIdentity caller) {
    this.hub = hub;
    this.caller = caller;
  }

  @POST
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT, Roles.PERSON})
  @Operation(
      summary = "Get an SSH certificate for a public key",
      description =
          "Who asks is known by the token: the operator, a person with a token of scope login, or an"
              + " agent with a token for a session whose contract names principals. ssh_ca of the"
              + " network intent says which principals are for whom. Each certificate and each"
              + " refusal is in the audit.")
  @APIResponse(responseCode = "201", description = "issued")
  @APIResponse(responseCode = "403", description = "the token does not allow it")
  @APIResponse(responseCode = "409", description = "this hub cannot issue certificates now")
  public RestResponse<IssuedView> issue(Requests.IssueCertificate request) {
    Requests.IssueCertificate asked = request == null ? Requests.IssueCertificate.NOTHING : request;
    Input input = new Input();
    SshPublicKey key = input.needed("publicKey", asked.publicKey(), SshPublicKey::parse);
    List<String> principals =
        words(input, "principals", asked.principals(), CertificatesResource::word);
    List<String> sources = words(input, "sources", asked.sources(), LoginDesk::source);
    Optional<Duration> life = input.span("expires", asked.expires(), Duration.ofDays(1));
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    input.check();
    Answer answer =
        hub.logins()
            .issue(Callers.agent(caller), by, new LoginDesk.Asked(key, principals, life, sources));
    return switch (answer) {
      case Answer.Issued(IssuedCertificate certificate, String line) ->
          RestResponse.status(
              RestResponse.Status.CREATED, new IssuedView(CertificateView.of(certificate), line));
      case Answer.NotAllowed(String reason) -> throw HttpProblem.valueOf(Status.FORBIDDEN, reason);
      case Answer.NotPossible(String reason) -> throw HttpProblem.valueOf(Status.CONFLICT, reason);
    };
  }

  private static List<String> words(
      Input input, String field, List<String> texts, Function<String, String> checked) {
    if (texts.size() > MOST) {
      input.maybe(
          field,
          Optional.of(""),
          text -> {
            throw new IllegalArgumentException("are at most " + MOST);
          });
    }
    List<String> words = new ArrayList<>();
    for (String text : texts.stream().limit(MOST).toList()) {
      input.maybe(field, Optional.of(String.valueOf(text)), checked).ifPresent(words::add);
    }
    return words;
  }

  private static String word(String text) {
    if (!text.matches("[A-Za-z0-9._-]{1,63}")) {
      throw new IllegalArgumentException("is a principal, of letters, digits, . _ and -");
    }
    return text;
  }

  @GET
  @Operation(summary = "Certificates whose time has not passed, the last issued first")
  public Certificates all() {
    return Certificates.of(hub.logins().living());
  }

  @GET
  @Path("/hosts")
  @Operation(summary = "Host certificates whose time has not passed, the last issued first")
  public HostCertificateView.All hosts() {
    return HostCertificateView.All.of(hub.hostCertificates().living());
  }

  @POST
  @Path("/revoke")
  @Operation(
      summary = "Note that certificates were revoked, by serial number or key id",
      description =
          "It is in the audit, and the answer has what it concerns. Nodes refuse them when revoked"
              + " of ssh_ca in the network intent says so: mesh login revoke writes that too.")
  public Certificates revoke(Requests.RevokeCertificates request) {
    Requests.RevokeCertificates asked =
        request == null ? Requests.RevokeCertificates.NOTHING : request;
    Input input = new Input();
    String named = input.needed("certificate", asked.certificate(), LoginDesk::named);
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    input.check();
    List<IssuedCertificate> concerned = hub.logins().revoke(named, by, reason);
    if (concerned.isEmpty() && named.matches("[0-9]+")) {
      throw Problems.notFound("this hub issued no certificate with the serial number " + named);
    }
    return Certificates.of(concerned);
  }
}
