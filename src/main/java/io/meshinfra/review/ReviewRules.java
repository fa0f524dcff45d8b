package io.meshinfra.review;

import io.meshinfra.reconcile.settings.ForeignPlans;
import io.meshinfra.report.review.FullReport;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How pull requests are dealt with.
 *
 * @param hub name of this hub; two on one repository need two names
 * @param branch that pull requests go into
 * @param interval between looks at the forge when nobody tells of anything
 * @param deadline for looking at the nodes of one pull request
 * @param address under which people reach the hub, if they do
 */
public record ReviewRules(
    String hub,
    String branch,
    ForeignPlans foreign,
    Duration interval,
    Duration deadline,
    Optional<URI> address) {

  FullReport full(long review) {
    return new FullReport(review, page(review));
  }

  Optional<URI> page(long review) {
    return address.map(uri -> URI.create(withoutSlash(uri) + "/api/v1/reviews/" + review));
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
