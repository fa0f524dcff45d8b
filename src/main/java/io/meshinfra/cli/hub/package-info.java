/** Commands that ask a running hub over REST. */
package io.meshinfra.cli.hub;
