/**
 * Runs playbooks of the repository from the hub by {@code ansible-playbook}, for real or as a
 * check.
 */
package io.meshinfra.converge.ansible;
