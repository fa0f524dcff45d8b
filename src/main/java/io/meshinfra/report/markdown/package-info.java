/** Text for forges, into which nothing from outside can smuggle markup. */
package io.meshinfra.report.markdown;
