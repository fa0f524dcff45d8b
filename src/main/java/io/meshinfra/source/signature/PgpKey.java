package io.meshinfra.source.signature;

import io.meshinfra.model.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPUserId;
import org.bouncycastle.openpgp.api.OpenPGPImplementation;

/** A GPG key that may sign, with all its parts, as {@code gpg --armor --export} writes it. */
record PgpKey(OpenPGPCertificate certificate) {
  static final String MARKER = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN PGP ([A-Z ]+)-----.*?-----END PGP \\1-----", Pattern.DOTALL);

  /**
   * All keys of a file, which may hold several blocks and notes between them.
   *
   * @param where names the text in messages
   * @throws IllegalArgumentException when a block cannot be read, or is no public key
   */
  static List<PgpKey> parse(String text, String where) {
    List<PgpKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      try {
        read(block.group(), keys);
      } catch (IOException | RuntimeException e) {
        throw new IllegalArgumentException(
            "%s has a GPG key that cannot be read: %s"
                .formatted(where, Printable.line(String.valueOf(e.getMessage()))),
            e);
      }
    }
    if (block.replaceAll("").contains("-----BEGIN PGP ")) {
      throw new IllegalArgumentException(where + " has a GPG key without its end");
    }
    return List.copyOf(keys);
  }

  private static void read(String block, List<PgpKey> keys) throws IOException {
    InputStream armored = new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII));
    PGPObjectFactory objects =
        OpenPGPImplementation.getInstance().pgpObjectFactory(PGPUtil.getDecoderStream(armored));
    int before = keys.size();
    for (Object next = objects.nextObject(); next != null; next = objects.nextObject()) {
      if (!(next instanceof PGPPublicKeyRing ring)) {
        throw new IOException("it is no public key");
      }
      keys.add(new PgpKey(new OpenPGPCertificate(ring)));
    }
    if (keys.size() == before) {
      throw new IOException("it is empty");
    }
  }

  /** The part of this key that a signature says it is by. */
  Optional<OpenPGPComponentKey> signedBy(PGPSignature signature) {
    return certificate.getKeys().stream()
        .filter(key ->
            KeyIdentifier.matches(signature.getKeyIdentifiers(), key.getKeyIdentifier(), true))
        .findFirst();
  }

  /** As it calls itself; whoever put the key into the file has looked. */
  String owner() {
    return certificate.getAllUserIds().stream()
        .map(OpenPGPUserId::getUserId)
        .findFirst()
        .orElse("nameless");
  }
}
