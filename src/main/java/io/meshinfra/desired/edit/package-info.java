/** Changes single values in the text of a manifest and leaves every other character as it is. */
package io.meshinfra.desired.edit;
