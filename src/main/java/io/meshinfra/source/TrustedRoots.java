package io.meshinfra.source;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** Connections to servers for which one of these certificates vouches, and to no others. */
final class TrustedRoots implements HttpConnectionFactory {
  private static final HttpConnectionFactory PLAIN = new JDKHttpConnectionFactory();

  private final TrustManager[] managers;

  private TrustedRoots(TrustManager[] managers) {
    this.managers = managers;
  }

  /**
   * Reads certificates in PEM.
   *
   * @throws IllegalArgumentException with a message for people, if there are none
   */
  static TrustedRoots of(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(stream);
      if (certificates.isEmpty()) {
        throw unusable(file, "has no certificate in it");
      }
      return trusting(certificates);
    } catch (NoSuchFileException e) {
      throw unusable(file, "does not exist");
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(file, "cannot be read: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private static IllegalArgumentException unusable(Path file, String why) {
    return new IllegalArgumentException(
        "the file "
            + file
            + " "
            + why
            + "; mesh.source.ca names a file of certificates in PEM (-----BEGIN CERTIFICATE-----)");
  }

  private static TrustedRoots trusting(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
    roots.load(null, null);
    for (Certificate certificate : certificates) {
      roots.setCertificateEntry("ca-" + roots.size(), certificate);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(roots);
    return new TrustedRoots(managers.getTrustManagers());
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return trusting(PLAIN.create(url), url);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    return trusting(PLAIN.create(url, proxy), url);
  }

  private HttpConnection trusting(HttpConnection connection, URL url) throws IOException {
    if (url.getProtocol().equals("https")) {
      try {
        connection.configure(null, managers, null);
      } catch (GeneralSecurityException e) {
        throw new IOException("TLS cannot be set up", e);
      }
    }
    return connection;
  }
}
