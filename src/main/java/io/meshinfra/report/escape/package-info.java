/** What a person does when all is lost, as a plain text that needs no hub and no network. */
package io.meshinfra.report.escape;
