// Opens a mail in a window of its own, clicks a button of its invitation bar, and says what was shown.
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const {MailUtils} = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const given = args[0];
const deadline = Date.now() + given.patience;
const until = async (what, look) => {
	for (;;) {
		const found = await look();
		if (found) return found;
		if (Date.now() > deadline) throw new Error("not within " + given.patience + " ms: " + what());
		await new Promise(resolve => setTimeout(resolve, 150));
	}
};

const server = MailServices.accounts.defaultAccount.incomingServer;
const inbox = await until(() => "the inbox", () => {
	const found = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
	if (!found) server.performExpand(null);
	return found;
});
const fetchMail = () => new Promise(resolve => inbox.getNewMessages(null, {
	OnStartRunningUrl() {}, OnStopRunningUrl() { resolve(); }, QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
}));
const subjects = () => [...inbox.messages].map(header => header.mime2DecodedSubject).join(" | ");
const header = await until(() => `${given.subject} among ${subjects()}`, async () => {
	const find = () => [...inbox.messages].find(h => h.mime2DecodedSubject === given.subject);
	if (!find()) await fetchMail();
	return find();
});

const windows = () => Array.from(Services.wm.getEnumerator("mail:messageWindow"));
const before = new Set(windows());
MailUtils.openMessageInNewWindow(header);
const win = await until(() => "a window", () => windows().find(w => !before.has(w)));
const about = await until(() => "the message", () => {
	const content = win.document.getElementById("messageBrowser")?.contentWindow;
	return content?.document?.getElementById("messagepane")?.contentDocument?.body?.innerText && content;
});
const bar = () => {
	const found = about.document.getElementById("imip-bar");
	return found && !found.hidden && !found.collapsed ? found : null;
};
const label = () => bar() ? bar().label || bar().getAttribute("label") || bar().textContent.trim() : "";
const buttons = () => [...about.document.querySelectorAll("#imip-view-toolbar toolbarbutton, [id^=imip][id$=Button]")]
	.filter(b => !b.hidden && b.id).map(b => b.id);
await until(() => `a button ${given.button}; the bar says ${label()} and has ${buttons()}`, () => buttons().includes(given.button));
const body = about.document.getElementById("messagepane").contentDocument.body;
const shown = {
	subject: header.mime2DecodedSubject, bar: label(), buttons: buttons(), text: body.innerText,
	links: [...body.querySelectorAll("a[href]")].map(a => a.href), files: (about.currentAttachments ?? []).map(a => a.name + " " + a.contentType),
};
const state = () => label() + " " + buttons();
const asked = state();
about.document.getElementById(given.button).click();
await until(() => "the bar changes from " + asked, () => state() !== asked);
win.close();
return shown;
