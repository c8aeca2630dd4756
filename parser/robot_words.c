/* robot_words.c - tables of subjects, phrases and names of machines. In: a
 * text. Out: the word that gave it away. */
#include "robot_words.h"
#include "phrase.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *const robot_vacation_subject[] = { "automatic reply", "auto reply",
	"auto-reply", "autoreply", "auto response", "auto-response",
	"autoresponse", "automated reply", "automated response",
	"automatic response", "auto:", "[auto-reply]", "[auto reply]",
	"(auto-reply)", "out of office", "out of the office", "out-of-office",
	"ooo:", "[ooo]", "vacation reply", "vacation response", "on vacation",
	"away from my mail", "away from the office", "i am out of the office",
	"i'm out of the office", "autosvar", "automatische antwort",
	"abwesenheitsnotiz", "abwesenheit:", "abwesend", "abwesenheits",
	"automatische abwesenheit", "réponse automatique",
	"reponse automatique", "absence du bureau", "absent du bureau",
	"message d'absence", "message automatique", "respuesta automática",
	"respuesta automatica", "fuera de la oficina", "fuera de oficina",
	"ausente de la oficina", "ausencia:", "risposta automatica",
	"fuori sede", "fuori ufficio", "assente dall'ufficio",
	"resposta automática", "resposta automatica", "ausência temporária",
	"fora do escritório", "ausente do escritório", "automatisch antwoord",
	"automatisch bericht", "afwezigheidsbericht",
	"afwezig:", "niet aanwezig", "autoodpowiedź", "odpowiedź automatyczna",
	"automatyczna odpowiedź", "poza biurem", "nieobecność",
	"автоматический ответ", "Автоматический ответ", "Автоответ",
	"автоответ", "вне офиса", "Вне офиса", "отсутствие", "自动回复",
	"自动答复", "自動回覆", "自動回复", "外出", "自動応答", "自動返信",
	"不在通知", "不在:", "자동 회신", "자동 응답", "부재중",
	"trả lời tự động", "thư trả lời tự động", "vắng mặt",
	"automatiskt svar", "frånvaro", "automaattinen vastaus", "poissa",
	"automatisk svar", "fravær", "automatická odpověď", "mimo kancelář",
	"otomatik yanıt", "otomatik cevap", "automatikus válasz",
	"răspuns automat", "αυτόματη απάντηση", "رد تلقائي", "awtomatikong",
	"repons otomatik", "balasan otomatis", "wala sa opisina", "naka-leave",
	"andeyò biwo", "absans:", "خارج المكتب", "الرد التلقائي", "đi vắng",
	"nghỉ phép", "休假", "不在辦公室", "不在办公室", NULL };

const char *const robot_vacation_body[] = { "i am out of the office",
	"i'm out of the office", "i will be out of the office",
	"i am currently out of", "i'm currently out of", "i am currently away",
	"i am on vacation", "i'm on vacation", "i am on leave",
	"i am away from the office", "i will be away from the office",
	"i will respond to your email when",
	"i will reply to your message when",
	"thank you for your message. i am out",
	"thank you for your message. i am away",
	"thank you for your message. i am currently",
	"thank you for your email. i am out", "currently on annual leave",
	"with no access to email", "limited access to email",
	"i am on maternity leave", "i'm on maternity leave",
	"i am currently on maternity leave", "i will be on maternity leave",
	"ich bin nicht im büro", "ich bin derzeit nicht",
	"ich bin zur zeit nicht", "ich bin im urlaub", "ich bin bis zum",
	"je suis absent", "je suis actuellement absent", "je serai absent",
	"je suis en congé", "actualmente me encuentro fuera",
	"estoy fuera de la oficina", "estaré fuera de la oficina",
	"estoy de vacaciones", "me encuentro de vacaciones",
	"estou fora do escritório", "estarei ausente", "estou de férias",
	"sono fuori ufficio", "sarò assente", "sono assente", "sono in ferie",
	"ik ben afwezig", "ik ben niet aanwezig", "ik ben op vakantie",
	"jestem nieobecn", "przebywam na urlopie", "jestem na urlopie",
	"меня нет в офисе", "я в отпуске", "я нахожусь в отпуске",
	"我目前不在办公室", "我正在休假", "不在办公室", "我不在办公室",
	"您好，我正在休假", "tôi đang nghỉ phép", "hiện tôi không có mặt",
	"tôi vắng mặt", "tôi đang đi vắng", "naka-leave ako",
	"wala ako sa opisina", "naka-bakasyon ako", "mwen pa nan biwo",
	"mwen an konje", "mwen an vakans", "我目前不在辦公室", "我正在休假中",
	"目前休假", "부재중입니다", "휴가 중입니다", "자리를 비웠습니다",
	"휴가중입니다", "أنا خارج المكتب", "أنا في إجازة", "خارج المكتب حاليا",
	"不在にしております", "休暇をいただいて", NULL };

const char *const robot_automatic_body[] = {
	"this is an automatically generated", "this is an automated",
	"this is an automatic", "this e-mail was automatically generated",
	"this email was automatically generated",
	"this message was automatically generated",
	"this message was created automatically",
	"this message has been automatically generated",
	"this is a system generated", "this is a system-generated",
	"please do not reply to this", "do not reply to this email",
	"this mailbox is not monitored", "this inbox is not monitored",
	"we have received your request and a ticket",
	"your request has been received and is being reviewed",
	"a support ticket has been", "your ticket has been created",
	"##- please type your reply above this line",
	"dies ist eine automatisch", "diese nachricht wurde automatisch",
	"ceci est un message automatique", "ceci est une réponse automatique",
	"este es un mensaje automático", "este es un correo automático",
	"esta é uma mensagem automática", "questo è un messaggio automatico",
	"dit is een automatisch", "to jest automatyczna",
	"to jest wiadomość wygenerowana", "это автоматическ",
	"Это автоматическ", "此邮件为系统自动", "本邮件由系统自动",
	"đây là email tự động", "đây là thư tự động", NULL
};

/* Of a seller to a practice; no asker says two of them. */
const char *const robot_offer_body[] = { "% of collections",
	"percent of collections", "% of your collections", "free demo",
	"free practice audit", "free billing audit", "increase your revenue",
	"boost your revenue", "grow your revenue", "maximize your revenue",
	"increase your collections", "outsourcing company",
	"outsourcing partner", "offering medical billing",
	"we offer medical billing", "we provide medical billing",
	"schedule a demo", "book a demo", NULL };

const char *const robot_bounce_subject[] = { "undeliver", "undelivered",
	"mail delivery", "delivery status", "delivery failure",
	"delivery failed", "delivery notification", "delivery error",
	"delivery has failed", "delivery report", "delivery delay",
	"message delivery", "failure notice", "failure delivery", "failed mail",
	"failed delivery", "failed to deliver", "returned mail",
	"returned email", "returned message", "mail system error",
	"mail failed", "mail could not be delivered", "mail not delivered",
	"message undeliver", "message not delivered", "message could not",
	"message delayed", "warning: could not send", "warning: message",
	"could not deliver", "could not send", "nondeliver", "non-deliver",
	"non deliver", "not delivered", "permanent delivery", "permanent fatal",
	"rejected:", "delayed mail", "user unknown", "unzustellbar",
	"nicht zustellbar", "zustellung", "non remis", "non distribuable",
	"échec de la remise", "echec de la remise", "no se puede entregar",
	"no se pudo entregar", "no entregado", "non recapitabile",
	"mancato recapito", "não é possível entregar", "não entregue",
	"onbestelbaar", "niet bezorgd", "niedostarczon", "nie można dostarczyć",
	"не удается доставить", "недоставленное", "Недоставленное", "系统退信",
	"無法傳遞", "未送达", "配信不能", "配信不可",
	"postfix smtp server: errors", "không thể gửi", "olevererbart",
	"kan inte levereras", "kan ikke leveres", NULL };

const char *const robot_bounce_body[] = { "this is the mail system at host",
	"this is the mail delivery",
	"this is an automatically generated delivery",
	"this message was created automatically by mail delivery",
	"delivery to the following recipient", "delivery has failed to these",
	"your message to the following recipients cannot be delivered",
	"could not be delivered", "couldn't be delivered",
	"can not be delivered", "cannot be delivered", "was not delivered",
	"wasn't delivered", "has not been delivered",
	"did not reach the following recipient", "unable to deliver",
	"wasn't able to deliver", "was not able to deliver",
	"not able to deliver", "failed to deliver", "permanent fatal errors",
	"transient non-fatal errors", "undeliverable", "mail delivery failed",
	"delivery failed", "returned to sender", "returning message to sender",
	"message that you sent", "unrouteable address", "user unknown",
	"mailbox unavailable", "no such user", "action: failed",
	"diagnostic-code:", "final-recipient:", "remote host said:",
	"konnte nicht zugestellt werden", "n'a pas pu être remis",
	"no se pudo entregar", "non è stato possibile recapitare",
	"não pôde ser entregue", "kon niet worden bezorgd",
	"nie mogła zostać dostarczona", "не удалось доставить", "无法投递",
	"không gửi được", NULL };

const char *const robot_bounce_name[] = { "mail delivery sub",
	"mail delivery sys", "mail system", "mailer-daemon", "mailer daemon",
	"mail daemon", "postmaster", "microsoft outlook",
	"system administrator", "mail administrator", "mail delivery", NULL };

const char *const robot_challenge_subject[] = { "please confirm your message",
	"please confirm your email", "confirm your message",
	"challenge response", "your message awaits",
	"your email requires verification", "your mail to",
	"verify your email to", "sender verification", "[spamarrest]",
	"action required: verify", "message awaiting verification",
	"bitte bestätigen sie ihre nachricht", NULL };

const char *const robot_challenge_body[] = { "confirm that you are human",
	"confirm you are a human", "prove you are human",
	"prove that you are human", "verify that you are a real person",
	"verify that you are human", "i'm protecting myself from",
	"protecting myself from receiving junk", "my spam filter requires",
	"added to my approved", "added to my list of approved",
	"add yourself to my", "awaiting your confirmation",
	"to release your message", "your message will be delivered once",
	"click the link below to verify", "to have your message delivered",
	"held until you confirm", "approved senders list", NULL };

const char *const robot_daemon_local[] = { "mailer-daemon", "mailerdaemon",
	"mailer_daemon", "mail-daemon", "maildaemon", "daemon", "mdaemon",
	"double-bounce", "bounce", "bounces", "listserv", "listproc",
	"majordomo", "mailman", "autoreply", "auto-reply", "autoresponder",
	"auto-responder", "auto-confirm", "autoconfirm", "auto", "cron",
	"nobody", "uucp", "smtp", "vacation", NULL };

const char *const robot_noreply_local[] = { "noreply", "no-reply", "no_reply",
	"no.reply", "donotreply", "do-not-reply", "do_not_reply",
	"do.not.reply", "dontreply", "dont-reply", "not-reply", "notreply",
	"nicht-antworten", "nepasrepondre", "ne-pas-repondre", "no-responder",
	"noresponder", "nao-responda", "naoresponda", "no-respond",
	"non-rispondere", "unmonitored", NULL };

const char *const robot_list_local[] = { "-request", "-owner", "-bounces",
	"-bounce", "-return", "-confirm", "-errors", "-noreply", NULL };

const char *
robot_begins(const char *const *list, const char *text)
{
	while (*text && !isalnum((unsigned char)*text) &&
	       (unsigned char)*text < 0x80 && !strchr("[(", *text))
		text++;
	for (; *list; list++)
		if (tolower((unsigned char)**list) ==
			tolower((unsigned char)*text) &&
		    strncasecmp(text, *list, strlen(*list)) == 0)
			return *list;
	return NULL;
}

const char *
robot_within(const char *const *list, const char *text, size_t max)
{
	const char *phrase;

	return phrase_last(list, text, strnlen(text, max), 0, &phrase) ? phrase
								       : NULL;
}
