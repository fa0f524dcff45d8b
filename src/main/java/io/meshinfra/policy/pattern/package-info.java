/** Sets of texts as patterns describe them, and whether such sets have a text in common. */
package io.meshinfra.policy.pattern;
