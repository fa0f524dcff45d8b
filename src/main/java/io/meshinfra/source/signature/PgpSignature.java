package io.meshinfra.source.signature;

import io.meshinfra.model.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPImplementation;
import org.bouncycastle.openpgp.api.OpenPGPSignature;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;

/**
 * Signatures by GPG keys, judged with the keys that were given and nothing else: JGit's own way
 * would read the keyring of the user whom the hub runs as.
 */
final class PgpSignature {
  static final String MARKER = "-----BEGIN PGP SIGNATURE-----";

  private PgpSignature() {}

  static CommitSignature judge(SignedCommit commit, List<PgpKey> keys, Instant now) {
    try {
      PGPSignature signature = only(commit.signature());
      for (PgpKey key : keys) {
        Optional<OpenPGPComponentKey> part = key.signedBy(signature);
        if (part.isPresent()) {
          return judge(commit, signature, key, part.get(), now);
        }
      }
      return new CommitSignature.Foreign(
          fingerprint(OpenPGPSignature.getMostExpressiveIdentifier(signature.getKeyIdentifiers())));
    } catch (IOException | PGPException | RuntimeException e) {
      // Whoever pushes writes it, and it may be anything.
      return new CommitSignature.Broken(
          "it cannot be read: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private static PGPSignature only(byte[] armored) throws IOException {
    PGPObjectFactory objects =
        OpenPGPImplementation.getInstance()
            .pgpObjectFactory(PGPUtil.getDecoderStream(new ByteArrayInputStream(armored)));
    if (objects.nextObject() instanceof PGPSignatureList signatures
        && signatures.size() == 1
        && objects.nextObject() == null
        && signatures.get(0).getSignatureType() == PGPSignature.BINARY_DOCUMENT
        && !signatures.get(0).getKeyIdentifiers().isEmpty()) {
      return signatures.get(0);
    }
    throw new IOException("it is not one signature of a document");
  }

  private static CommitSignature judge(
      SignedCommit commit,
      PGPSignature signature,
      PgpKey key,
      OpenPGPComponentKey part,
      Instant now)
      throws PGPException {
    signature.init(
        OpenPGPImplementation.getInstance().pgpContentVerifierBuilderProvider(),
        part.getPGPPublicKey());
    signature.update(commit.text());
    OpenPGPDocumentSignature document = new OpenPGPDocumentSignature(signature, part);
    if (!document.verify()) {
      return new CommitSignature.Broken("it does not fit the commit");
    }
    String fingerprint = fingerprint(part.getKeyIdentifier());
    return counts(document, Date.from(now))
        ? new CommitSignature.Good(key.owner(), fingerprint)
        : new CommitSignature.OutOfTime(
            key.owner(), fingerprint, "has expired, was revoked, or is not for signing");
  }

  private static boolean counts(OpenPGPDocumentSignature signature, Date now)
      throws PGPSignatureException {
    Date end = signature.getExpirationTime();
    return signature.isValidAt(now) && (end == null || now.before(end));
  }

  private static String fingerprint(KeyIdentifier key) {
    return key.getFingerprint() == null
        ? "0x%016X".formatted(key.getKeyId())
        : HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }
}
