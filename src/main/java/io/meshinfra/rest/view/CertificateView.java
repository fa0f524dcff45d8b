package io.meshinfra.rest.view;

import io.meshinfra.journal.IssuedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An SSH certificate that was issued; neither it nor its key is in it. */
@Schema(name = "Certificate")
public record CertificateView(
    long serial,
    @Schema(description = "who it is for; sshd logs it with each login") String keyId,
    @Schema(description = "of the public key") String fingerprint,
    List<String> principals,
    @Schema(description = "networks that it may be used from; empty: everywhere")
        List<String> sources,
    Instant validFrom,
    Instant validUntil,
    Optional<Instant> revokedAt,
    Optional<String> revokedBy,
    Optional<String> revokedWhy) {
  public CertificateView {
    principals = List.copyOf(principals);
    sources = List.copyOf(sources);
  }

  /** Certificates whose time has not passed, the last issued first. */
  @Schema(name = "Certificates")
  public record Certificates(List<CertificateView> certificates) {
    public Certificates {
      certificates = List.copyOf(certificates);
    }

    public static Certificates of(List<IssuedCertificate> issued) {
      return new Certificates(issued.stream().map(CertificateView::of).toList());
    }
  }

  /** A new certificate. */
  @Schema(name = "IssuedCertificate")
  public record IssuedView(
      CertificateView certificate,
      @Schema(description = "what belongs into the file beside the key, named KEY-cert.pub")
          String line) {}

  public static CertificateView of(IssuedCertificate issued) {
    return new CertificateView(
        issued.serial(),
        issued.keyId(),
        issued.fingerprint(),
        List.copyOf(issued.principals()),
        issued.sources(),
        issued.from(),
        issued.until(),
        issued.revoked().map(IssuedCertificate.Revoked::at),
        issued.revoked().map(IssuedCertificate.Revoked::by),
        issued.revoked().map(IssuedCertificate.Revoked::why));
  }
}
