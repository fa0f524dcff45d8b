/** What was put on a machine by hand, and the profile that says the same. */
package io.meshinfra.join.inventory;
