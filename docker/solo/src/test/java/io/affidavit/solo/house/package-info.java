/// The whole house from outside: a process, its ports, its files. Knows nothing of its insides.
package io.affidavit.solo.house;
