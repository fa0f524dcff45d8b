package io.meshinfra.rest.view;

import io.meshinfra.journal.HostCertificate;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A certificate by which a node shows who it is. */
@Schema(name = "HostCertificate")
public record HostCertificateView(
    long serial,
    String node,
    @Schema(description = "of the host key") String fingerprint,
    @Schema(description = "of the key that signed it") String authority,
    @Schema(description = "names and addresses that the node may call itself")
        List<String> principals,
    Instant validFrom,
    Instant validUntil) {
  public HostCertificateView {
    principals = List.copyOf(principals);
  }

  /** Certificates whose time has not passed, the last issued first. */
  @Schema(name = "HostCertificates")
  public record All(List<HostCertificateView> certificates) {
    public All {
      certificates = List.copyOf(certificates);
    }

    public static All of(List<HostCertificate> issued) {
      return new All(issued.stream().map(HostCertificateView::of).toList());
    }
  }

  private static HostCertificateView of(HostCertificate issued) {
    return new HostCertificateView(
        issued.serial(),
        issued.node().value(),
        issued.fingerprint(),
        issued.authority(),
        List.copyOf(issued.principals()),
        issued.from(),
        issued.until());
  }
}
