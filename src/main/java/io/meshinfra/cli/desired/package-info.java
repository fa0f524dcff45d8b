/** Commands that read manifests and reach no node: whether they are valid, what they may say. */
package io.meshinfra.cli.desired;
