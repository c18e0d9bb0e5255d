// Makes an IMAP account with its identity, and a calendar that answers as that identity.
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const given = args[0];

const incoming = MailServices.accounts.createIncomingServer(given.user, "127.0.0.1", "imap");
incoming.port = given.imap;
incoming.socketType = Ci.nsMsgSocketType.plain;
incoming.authMethod = Ci.nsMsgAuthMethod.passwordCleartext;
incoming.password = given.password;
incoming.loginAtStartUp = false;

const outgoing = MailServices.outgoingServer.createServer("smtp");
const smtp = outgoing.QueryInterface(Ci.nsISmtpServer);
smtp.hostname = "127.0.0.1";
smtp.port = given.smtp;
outgoing.socketType = Ci.nsMsgSocketType.plain;
outgoing.authMethod = Ci.nsMsgAuthMethod.none;

const identity = MailServices.accounts.createIdentity();
identity.email = given.email;
identity.fullName = given.name;
identity.smtpServerKey = outgoing.key;
identity.doFcc = false;
identity.valid = true;

const account = MailServices.accounts.createAccount();
account.incomingServer = incoming;
account.addIdentity(identity);
MailServices.accounts.defaultAccount = account;

let [calendar] = cal.manager.getCalendars();
if (!calendar) {
	calendar = cal.manager.createCalendar("storage", Services.io.newURI("moz-storage-calendar://"));
	calendar.name = "Home";
	cal.manager.registerCalendar(calendar);
}
calendar.setProperty("disabled", false);
calendar.setProperty("imip.identity.key", identity.key);
return calendar.name;
