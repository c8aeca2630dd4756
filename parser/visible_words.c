/* visible_words.c - tables of words. In: a line. Out: whether one of them
 * stands there. Letters of other scripts are compared as written. */
#include "visible_words.h"
#include "phrase.h"
#include "visible_line.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *const words_wrote[] = { "wrote", "writes", "sent", "said",
	"replied", "a écrit", "écrit", "a ecrit", "escribió", "escribio",
	"ha escrito", "ha scritto", "scrive", "escreveu", "schrieb",
	"geschrieben", "schreef", "geschreven", "skrev", "napisał", "napisała",
	"napisał(a)", "написал", "написала", "написал(а)", "пишет", "пише",
	"писал", "написав", "kirjoitti", "写道", "寫道", "写到", "撰写",
	"đã viết", "viết", "yazdı", "napsal", "napsal(a)", "írta", "a scris",
	"작성", "님이", "書きました", "sumulat", "isinulat", "ekri", "pisze",
	"كتب", "كتابة ما يلي", "نوشت", "ने लिखा", "כתב", "מאת", NULL };

const char *const words_on[] = { "On ", "Le ", "El ", "Il ", "Em ", "Am ",
	"Op ", "Den ", "Dnia ", "W dniu ", "Vào ", "Lúc ", "På ", "Dne ", "Am",
	"Il giorno ", "Den ", "Po ", "Em ", "No dia ", "Tarihinde ", "Pe ",
	"On", "Le", "在 ", "在", "于", "Noong ", "Nan ", "A ", "في ", "بتاريخ ",
	"در تاریخ ", "בתאריך ", NULL };

const char *const words_original[] = { "original message",
	"original appointment", "reply message", "original email", "nachricht",
	"message d'origine", "oprindelig", "opprinnelig", "message original",
	"message initial", "mensaje original", "mensaje", "mensagem original",
	"mensagem", "messaggio originale", "messaggio",
	"oorspronkelijk bericht", "bericht", "meddelelse", "melding",
	"meddelande", "viesti", "wiadomość oryginalna", "oryginalna wiadomość",
	"wiadomość", "wiadomosc", "исходное сообщение", "сообщение",
	"оригинальное сообщение", "原始邮件", "原始郵件", "邮件原件", "原邮件",
	"thư gốc", "tin nhắn gốc", "원본 메시지", "원본 메일", "رسالة أصلية",
	"الرسالة الأصلية", "orihinal na mensahe", "mesaj orijinal",
	"元のメッセージ", "message", NULL };

const char *const words_forward[] = { "forwarded message", "forwarded",
	"weitergeleitete", "weitergeleitet", "message transféré", "transféré",
	"transmis", "réexpédié", "reenviado", "mensaje reenviado",
	"encaminhada", "inoltrato", "doorgestuurd", "przekazana", "przekazane",
	"пересылаемое", "пересланное", "转发", "轉寄", "chuyển tiếp",
	"vidarebefordrat", "videresendt", "전달된 메시지", "전달된 메일",
	"معاد توجيهها", "تمت إعادة توجيه", "ipinasa", NULL };

const char *const words_begin_forward[] = { "Begin forwarded message",
	"Anfang der weitergeleiteten", "Début du message réexpédié",
	"Début du message transféré", "Inicio del mensaje reenviado",
	"Inizio messaggio inoltrato", "Início da mensagem encaminhada",
	"Begin doorgestuurd bericht", "Początek przekazywanej wiadomości",
	"Начало переадресованного сообщения", "以下是转发的邮件",
	"Bắt đầu thư được chuyển tiếp", "전달된 메시지 시작",
	"بدء الرسالة المعاد توجيهها", NULL };

const char *const words_device[] = { "Sent from my ", "Sent from Mail",
	"Sent from Outlook", "Sent from Yahoo", "Sent from ", "Sent via ",
	"Sent using ", "Sent with ", "Sent by ", "Sent wirelessly",
	"Sent on the", "Get Outlook for", "Download Outlook", "Composed on ",
	"Typed on ", "Envoyé de ", "Envoyé depuis ", "Envoyé à partir de ",
	"Envoyé sans fil", "Obtenez Outlook", "Von meinem ", "Gesendet von ",
	"Gesendet mit ", "Gesendet aus ", "Diese Nachricht wurde von meinem",
	"Holen Sie sich Outlook", "Enviado desde ", "Enviado de ",
	"Enviado do ", "Enviado via ", "Enviado con ", "Obtener Outlook",
	"Obter o Outlook", "Inviato da ", "Inviato dal ", "Scarica Outlook",
	"Verstuurd vanaf ", "Verzonden vanaf ", "Verzonden met",
	"Outlook voor ", "Wysłane z ", "Wysłano z ", "Отправлено с ",
	"Отправлено из ", "发自我的", "发自我", "發自我的", "从我的",
	"来自我的", "Gửi từ ", "Đã gửi từ ", "Skickat från ", "Sendt fra ",
	"Lähetetty ", "Odesláno ", "iPhoneから送信", "나의 iPhone", "나의 iPad",
	"나의 Galaxy", "내 iPhone", "Télécharger Outlook", "Obtenir Outlook",
	"Descargar Outlook", "Baixar o Outlook", "Pobierz Outlook",
	"Pobierz program Outlook", "Скачать Outlook", "获取 Outlook",
	"獲取 Outlook", "取得 Outlook", "下载 Outlook", "Tải Outlook",
	"Outlook 다운로드", "أُرسلت من", "أرسلت من", "مرسل من", "تم الإرسال من",
	"الحصول على Outlook", "احصل على Outlook", "Ipinadala mula sa",
	"Voye sòti nan", NULL };

const char *const words_legal[] = { "confidentiality notice",
	"confidentiality note", "confidentiality statement",
	"confidential notice", "privacy notice:", "hipaa notice",
	"hipaa privacy", "legal notice", "legal disclaimer", "disclaimer:",
	"disclaimer :", "important notice:", "notice:", "privileged and",
	"this email and any", "this e-mail and any", "this message and any",
	"this email (including", "this e-mail (including",
	"this message (including", "this electronic", "this email, including",
	"this e-mail, including", "this message, including",
	"this email is intended", "this e-mail is intended",
	"this message is intended", "this email may contain",
	"this e-mail may contain", "this message may contain",
	"this email contains", "this e-mail contains",
	"this message contains confid", "this transmission",
	"this communication", "this message was scanned",
	"this message has been scanned", "this email was scanned",
	"the information contained in this", "the information in this e",
	"the information transmitted", "the contents of this",
	"if you are not the intended", "if you have received this",
	"if you received this", "please consider the environment",
	"please note that any views", "ce message et", "ce courriel",
	"diese e-mail enthält", "diese nachricht", "este mensaje",
	"este correo", "esta mensagem", "questo messaggio", "dit bericht",
	"caution: this email", "external email", "virus-free.",
	"*** this email", "scanned by", "this email has been scanned", NULL };

const char *const words_banner[] = { "caution: this", "caution:this",
	"caution - external", "caution: external", "external email",
	"[external]", "external sender", "warning: this email",
	"warning: external", "this email originated", "this message originated",
	"this email came from outside", "you don't often get email from",
	"some people who received this message don't often", NULL };

const char *const words_list[] = { "mailing list", "to unsubscribe",
	"unsubscribe from", "you received this message because",
	"you are receiving this", "reply to this email directly",
	"to respond, reply", "to reply, visit", "view this message online",
	"visit topic", "to stop receiving", "mute this topic",
	"##- please type your reply", "manage your subscription",
	"http://lists.", "https://lists.", NULL };

const char *const words_signoff[] = { "thanks", "thank you", "thx", "thanx",
	"many thanks", "best", "best regards", "kind regards", "regards",
	"warm regards", "warmly", "cheers", "sincerely", "sincerely yours",
	"yours", "yours truly", "respectfully", "cordially", "with regards",
	"all the best", "take care", "ty", "tia", "gracias", "saludos",
	"atentamente", "merci", "cordialement", "bien cordialement", "danke",
	"viele grüße", "mit freundlichen grüßen", "grüße", "mfg", "obrigado",
	"obrigada", "atenciosamente", "abraços", "grazie", "cordiali saluti",
	"saluti", "met vriendelijke groet", "groeten", "dziękuję", "pozdrawiam",
	"спасибо", "с уважением", "cảm ơn", "trân trọng", "谢谢", "此致",
	"salamat", "mèsi", NULL };

const char *const words_pointer[] = { "fyi", "see below", "below", "ask them",
	"ask consult", "can you ask", "could you ask", "please ask", "pls ask",
	"thoughts", "any idea", "any ideas", "please advise", "pls advise",
	"please help", "can you help", "could you help", "can you answer",
	"please answer", "what do you think", "forwarding", "fwd", "fw",
	"siehe unten", "ver abajo", "voir ci-dessous", NULL };

const struct words_head words_heads[] = {
	{ "From", HEAD_FROM },
	{ "Von", HEAD_FROM },
	{ "De", HEAD_FROM },
	{ "Da", HEAD_FROM },
	{ "Van", HEAD_FROM },
	{ "Od", HEAD_FROM },
	{ "От", HEAD_FROM },
	{ "От кого", HEAD_FROM },
	{ "Från", HEAD_FROM },
	{ "Fra", HEAD_FROM },
	{ "Lähettäjä", HEAD_FROM },
	{ "Kimden", HEAD_FROM },
	{ "发件人", HEAD_FROM },
	{ "寄件者", HEAD_FROM },
	{ "Từ", HEAD_FROM },
	{ "差出人", HEAD_FROM },
	{ "보낸 사람", HEAD_FROM },
	{ "보낸사람", HEAD_FROM },
	{ "من", HEAD_FROM },
	{ "Mula sa", HEAD_FROM },
	{ "Mula kay", HEAD_FROM },
	{ "Người gửi", HEAD_FROM },
	{ "Expéditeur", HEAD_FROM },
	{ "Mittente", HEAD_FROM },
	{ "Remitente", HEAD_FROM },
	{ "Sent", HEAD_DATE },
	{ "Date", HEAD_DATE },
	{ "Sent at", HEAD_DATE },
	{ "Date sent", HEAD_DATE },
	{ "Gesendet", HEAD_DATE },
	{ "Datum", HEAD_DATE },
	{ "Envoyé", HEAD_DATE },
	{ "Envoyé le", HEAD_DATE },
	{ "Enviado", HEAD_DATE },
	{ "Enviado el", HEAD_DATE },
	{ "Enviado em", HEAD_DATE },
	{ "Enviada em", HEAD_DATE },
	{ "Fecha", HEAD_DATE },
	{ "Data", HEAD_DATE },
	{ "Inviato", HEAD_DATE },
	{ "Data invio", HEAD_DATE },
	{ "Verzonden", HEAD_DATE },
	{ "Wysłano", HEAD_DATE },
	{ "Отправлено", HEAD_DATE },
	{ "Дата", HEAD_DATE },
	{ "Skickat", HEAD_DATE },
	{ "Sendt", HEAD_DATE },
	{ "Dato", HEAD_DATE },
	{ "Lähetetty", HEAD_DATE },
	{ "发送时间", HEAD_DATE },
	{ "日期", HEAD_DATE },
	{ "寄件日期", HEAD_DATE },
	{ "傳送時間", HEAD_DATE },
	{ "送信日時", HEAD_DATE },
	{ "보낸 날짜", HEAD_DATE },
	{ "보낸날짜", HEAD_DATE },
	{ "날짜", HEAD_DATE },
	{ "تم الإرسال", HEAD_DATE },
	{ "تاريخ الإرسال", HEAD_DATE },
	{ "التاريخ", HEAD_DATE },
	{ "Ipinadala", HEAD_DATE },
	{ "Petsa", HEAD_DATE },
	{ "Ngày gửi", HEAD_DATE },
	{ "Đã gửi", HEAD_DATE },
	{ "Ngày", HEAD_DATE },
	{ "To", HEAD_TO },
	{ "An", HEAD_TO },
	{ "À", HEAD_TO },
	{ "Para", HEAD_TO },
	{ "A", HEAD_TO },
	{ "Aan", HEAD_TO },
	{ "Do", HEAD_TO },
	{ "Кому", HEAD_TO },
	{ "Till", HEAD_TO },
	{ "Til", HEAD_TO },
	{ "Vastaanottaja", HEAD_TO },
	{ "收件人", HEAD_TO },
	{ "收件者", HEAD_TO },
	{ "宛先", HEAD_TO },
	{ "받는 사람", HEAD_TO },
	{ "받는사람", HEAD_TO },
	{ "إلى", HEAD_TO },
	{ "Para kay", HEAD_TO },
	{ "Đến", HEAD_TO },
	{ "Tới", HEAD_TO },
	{ "Subject", HEAD_SUBJECT },
	{ "Betreff", HEAD_SUBJECT },
	{ "Objet", HEAD_SUBJECT },
	{ "Asunto", HEAD_SUBJECT },
	{ "Assunto", HEAD_SUBJECT },
	{ "Oggetto", HEAD_SUBJECT },
	{ "Onderwerp", HEAD_SUBJECT },
	{ "Temat", HEAD_SUBJECT },
	{ "Тема", HEAD_SUBJECT },
	{ "Ämne", HEAD_SUBJECT },
	{ "Emne", HEAD_SUBJECT },
	{ "Aihe", HEAD_SUBJECT },
	{ "主题", HEAD_SUBJECT },
	{ "主旨", HEAD_SUBJECT },
	{ "件名", HEAD_SUBJECT },
	{ "제목", HEAD_SUBJECT },
	{ "الموضوع", HEAD_SUBJECT },
	{ "Paksa", HEAD_SUBJECT },
	{ "Chủ đề", HEAD_SUBJECT },
	{ "Cc", HEAD_OTHER },
	{ "Bcc", HEAD_OTHER },
	{ "Copie à", HEAD_OTHER },
	{ "Kopie", HEAD_OTHER },
	{ "抄送", HEAD_OTHER },
	{ "Reply-To", HEAD_OTHER },
	{ "Importance", HEAD_OTHER },
	{ "Priority", HEAD_OTHER },
	{ "Attachments", HEAD_OTHER },
	{ "Organization", HEAD_OTHER },
};
const size_t words_head_count = sizeof(words_heads) / sizeof(words_heads[0]);

size_t
words_begins(const char *const *list, const char *p, size_t n)
{
	int first = n > 0 ? tolower((unsigned char)*p) : 0;

	for (; *list; list++) {
		size_t len;

		if (tolower((unsigned char)**list) != first)
			continue;
		len = strlen(*list);
		if (len <= n && strncasecmp(p, *list, len) == 0)
			return len;
	}
	return 0;
}

const char *
words_within(const char *const *list, const char *p, size_t n)
{
	return phrase_last(list, p, n, 1, NULL);
}
