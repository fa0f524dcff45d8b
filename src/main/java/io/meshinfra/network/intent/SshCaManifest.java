package io.meshinfra.network.intent;

import io.meshinfra.desired.bind.WrittenAs;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The authority as it is written. */
record SshCaManifest(
    @Doc("Public key of the authority, the line of its .pub file; the private one is the hub's.")
        @NotNull
        @WrittenAs("public_key")
        SshPublicKey publicKey,
    @Doc("What the principals in certificates open, and who may have them; by their name.")
        @NotEmpty
        @Size(max = 200)
        Map<String, Yaml> principals,
    @Doc("What nodes shall no longer believe. What was one certificate may go after a day.")
        @Size(max = 10_000)
        List<Yaml> revoked) {

  /** One principal. */
  record Principal(
      @Doc("Accounts on the nodes that it opens; never the one by which the hub comes in.")
          @NotEmpty
          @Size(max = 50)
          List<AccountName> logins,
      @Doc(
              value = "Nodes where it does: \"*\", admin, role:NAME, group:NAME or a node.",
              byDefault = "\"*\"")
          NodeSelection on,
      @Doc("Who may have it: operator, person:NAME, agent:NAME.")
          @NotEmpty
          @Size(max = 500)
          @WrittenAs("for")
          List<Holder> holders,
      @Doc(
              value =
                  "What a session may do: pty, port-forwarding, agent-forwarding, x11-forwarding,"
                      + " user-rc. A certificate has what all its principals permit.",
              byDefault = "[pty]")
          Optional<List<Permission>> permits) {
    Principal {
      on = on == null ? new NodeSelection(List.of(new Selector.Everybody())) : on;
      for (AccountName login : logins) {
        if (login.value().endsWith("$")) {
          throw new IllegalArgumentException(
              "nobody logs in as %s, an account of a machine".formatted(login));
        }
      }
    }
  }

  /** One entry of the list. */
  record Revoked(
      @Doc("Number of one certificate, from 1.") Optional<Long> serial,
      @Doc(
              "Who it was issued to, like person:ann or agent:NAME:SESSION: all certificates, past"
                  + " and future.")
          @WrittenAs("key_id")
          Optional<String> keyId,
      @Doc("A key that was lost: all certificates for it.") @WrittenAs("public_key")
          Optional<SshPublicKey> publicKey,
      @Doc("Why.") Optional<String> reason) {
    private static final int LONGEST_ID = 128;

    Revoked {
      long kinds = List.of(serial, keyId, publicKey).stream().filter(Optional::isPresent).count();
      if (kinds != 1) {
        throw new IllegalArgumentException(
            "exactly one of serial, key_id and public_key says what is revoked");
      }
      if (serial.isPresent() && serial.get() < 1) {
        throw new IllegalArgumentException("serial numbers begin with 1");
      }
      keyId
          .filter(id -> id.isEmpty() || id.length() > LONGEST_ID || !id.equals(Printable.line(id)))
          .ifPresent(id -> {
            throw new IllegalArgumentException(
                "a key id is 1 to %d printable characters".formatted(LONGEST_ID));
          });
      keyId
          .flatMap(id -> new Revocation.KeyId(id).vain())
          .ifPresent(why -> {
            throw new IllegalArgumentException(why);
          });
    }

    Revocation value() {
      return serial
          .<Revocation>map(Revocation.Serial::new)
          .or(() -> keyId.map(Revocation.KeyId::new))
          .orElseGet(() -> new Revocation.Key(publicKey.orElseThrow()));
    }
  }
}
