/**
 * Commands for those who work in a repository that mesh-infra keeps: assistants, and people who
 * check on them.
 */
package io.meshinfra.cli.ground;
