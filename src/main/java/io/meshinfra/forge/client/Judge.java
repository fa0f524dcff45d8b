package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Answer.Later;
import io.meshinfra.forge.Answer.Refused;
import io.meshinfra.model.Printable;
import java.time.Duration;

/**
 * Says in words of the operator why a forge did not do what was asked, and how to mend it.
 *
 * @param forge what people call it
 * @param repository as the settings name it
 * @param credentials where the token is set
 */
record Judge(String forge, String repository, String credentials) {
  /** It may be up again by then. */
  private static final Duration TROUBLE = Duration.ofSeconds(30);

  private static final Duration CONFLICT = Duration.ofSeconds(5);

  /** For a reply that is neither fine nor "not changed". */
  <T> Answer<T> no(Reply reply, Purpose purpose) {
    int status = reply.status();
    if (reply.isRedirect()) {
      return new Refused<>(moved(reply));
    }
    return switch (status) {
      case 401 -> new Refused<>(unknownToken(reply));
      case 403 -> new Refused<>(forbidden(reply, purpose));
      case 404, 410 -> new Refused<>(notThere(reply, purpose));
      case 408 -> new Later<>(forge + " waited too long for the hub", TROUBLE);
      case 409 -> new Later<>(conflict(reply, purpose), CONFLICT);
      default ->
          status >= 500
              ? new Later<>(forge + " has trouble (" + status + ")" + said(reply), TROUBLE)
              : new Refused<>(notTaken(reply, purpose));
    };
  }

  private String moved(Reply reply) {
    return "%s answers with a redirection%s, which is not followed; %s"
        .formatted(
            forge,
            reply.redirectedTo().map(host -> " to " + Printable.quote(host)).orElse(""),
            "set mesh.forge.url and mesh.forge.repository to where the repository is now");
  }

  private String unknownToken(Reply reply) {
    return "%s does not accept %s: it is wrong, has expired or was revoked%s"
        .formatted(forge, credentials, said(reply));
  }

  private String forbidden(Reply reply, Purpose purpose) {
    String asked =
        reply
            .header("x-accepted-github-permissions")
            .map(permissions -> " (it names " + Printable.quote(permissions) + ")")
            .orElse("");
    return "%s does not let the hub %s; %s needs %s%s%s"
        .formatted(forge, purpose.doing(), credentials, purpose.need(), asked, said(reply));
  }

  /** Forges say so too when the token may not even know of the repository. */
  private String notThere(Reply reply, Purpose purpose) {
    return "%s finds nothing where the hub wants to %s: it is gone, or mesh.forge.repository (%s) is"
            .formatted(forge, purpose.doing(), Printable.quote(repository))
        + " wrong, or "
        + credentials
        + " may not read that repository"
        + said(reply);
  }

  private String conflict(Reply reply, Purpose purpose) {
    return "%s cannot let the hub %s just now, something else is in the way%s"
        .formatted(forge, purpose.doing(), said(reply));
  }

  private String notTaken(Reply reply, Purpose purpose) {
    return "%s does not take what the hub sent to %s (%d)%s"
        .formatted(forge, purpose.doing(), reply.status(), said(reply));
  }

  /** For an answer that is fine but for its content. */
  <T> Answer<T> noJson() {
    return new Refused<>(
        forge
            + " answers with something that is no JSON, a web page perhaps; mesh.forge.url must be"
            + " the address of the forge itself, not of a login page before it");
  }

  <T> Answer<T> notUnderstood(Json.NotUnderstood e) {
    return new Refused<>(
        "the answer of "
            + forge
            + " is not understood: "
            + e.getMessage()
            + "; is mesh.forge.kind right?");
  }

  private static String said(Reply reply) {
    String complaint = Complaint.of(reply);
    return complaint.isEmpty() ? "" : "; it says: " + complaint;
  }
}
