/** What a pull request is told: its plan, what became of it, and drift that wants an answer. */
package io.meshinfra.report.review;
