/**
 * What people and assistants are told of a repository, and whether it is true: facts, links, the
 * snapshot.
 */
package io.meshinfra.grounding;
