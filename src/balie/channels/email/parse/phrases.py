"""How mail programs introduce, divide and sign, by language. Words only; `quotes.py` knows what they mean."""

from __future__ import annotations

import re

_LABEL_END = r"\s*[*_]{0,2}\s*[:：]\s*[*_]{0,2}"

_FROM = (
    "From|Von|Van|De|Da|Fra|Från|Od|От|От кого|Lähettäjä|Kimden|Gönderen|Feladó|De la|Expéditeur|Remitente|Mittente"
    "|Afzender|Absender|Nadawca|Odesílatel|Avsender|Відправник|发件人|寄件者"
    "|寄件人|差出人|送信元|보낸 사람|보낸사람|מאת|من|Từ|Dari"
)
_OTHERS = (
    "Sent|To|Cc|Bcc|Subject|Date|Reply-To|Importance|Attachments?|Organization|Gesendet|An|Kopie|Betreff|Datum"
    "|Antwort an|Priorität"
    "|Verzonden|Aan|Onderwerp|Verstuurd|Envoyé|Envoyée|À|A|Objet|Répondre à|Copie|Copie à|Inviato|Oggetto|Data|Per"
    "|Enviado|Enviado el|Enviada em|Enviado em|Para|Asunto|Fecha|Assunto|CC|Responder a|Sendt|Til|Emne|Dato"
    "|Skickat|Till|Ämne|Kopia"
    "|Wysłano|Wysłane|Do|Temat|Data wysłania|DW|Odesláno|Komu|Předmět|Kopie|Dátum|Tárgy|Címzett|Elküldve"
    "|Отправлено|Кому|Копия|Тема|Дата|Lähetetty|Vastaanottaja|Aihe|Päiväys|Kopio|Gönderildi|Kime|Konu|Tarih"
    "|Trimis|Către|Subiect"
    "|日期|发送时间|收件人|抄送|主题|日時|宛先|件名|送信日時|날짜|받는 사람|제목|Gửi|Đến|Chủ đề|Sent at|Sent on"
)

FROM_LABEL = re.compile(rf"[>\s*_|]*(?:{_FROM}){_LABEL_END}", re.IGNORECASE)
ANY_LABEL = re.compile(rf"[>\s*_|]*(?:{_FROM}|{_OTHERS}){_LABEL_END}", re.IGNORECASE)

# "On Monday Anna wrote:", "Anna schrieb am Montag:": the verb ends the line, or only the name follows it.
INTRO_OPENING = re.compile(
    r"[\s*_(-]*(?:On|Am|Le|El|Il|Op|Em|Den|På|Dnia|Dne|Dňa|Vào|Pada|Ngày|Il giorno|In data|W dniu|Na|Pe|Din|Von meinem"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|man|tir|ons|tor|tors|fre|lør|lör|søn|sön|ma|wo|vr|za|zo"
    r"|lun|mar|mer|gio|ven|sab|dom|jeu|sam|dim|mié|jue|vie|sáb)\.?,?)[\s,]+(?=\S)|[\s*_]*(?:在|於|于)",
    re.IGNORECASE,
)
_WROTE = (
    r"wrote|writes|has written|said|sent|a écrit|écrit|ha escrito|escribió|ha scritto|scritto|scrisse|escreveu"
    r"|skrev|schreef"
    r"|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|kirjoitti|написала?(?:\(а\)|\(a\))?|пишет|пише|a scris"
    r"|írta|yazdı|schrieb"
    r"|geschrieben|het volgende geschreven|folgendes|đã viết|menulis|写道|寫道|のメール|님이 작성|wrote the following"
)
INTRO_END = re.compile(rf"(?:\b|(?<=[\s>\"]))(?:{_WROTE})\s*(?:<[^<>]*>)?\s*[:：]?[\s*_>-]*\Z", re.IGNORECASE)
INTRO_TAIL = re.compile(rf"[>\s]*(?:{_WROTE})\s*[:：]\s*\Z", re.IGNORECASE)
INTRO_INSIDE = re.compile(
    r"\b(?:schrieb|schreef|skrev|wrote|écrit|escribió|writes|написал|napsal|pisze|a scris)\s.{1,160}[:：][\s*_>-]*\Z",
    re.IGNORECASE,
)
DATED = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|年")
DATED_ADDRESS = re.compile(r"\A.{0,60}?\d{1,4}[./:-]?.{0,100}\d.{0,100}<?[^<>\s]+@[^<>\s]+>?\)?\s*[:：]?\Z")
GMAIL_DATED = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d \S.{0,100}\Z")

_ORIGINAL = (
    r"Original Message|Original E-?Mail|Original Appointment|Reply Message|Ursprüngliche (?:Nachricht|Mail"
    r"|E-Mail)|Original-?\s?Nachricht"
    r"|Originalnachricht|Oorspronkelijk\w* bericht|Origineel bericht|Messaggio originale|Message d['’]origine"
    r"|Message original|Mensaje original"
    r"|Mensagem original|Oprindelig (?:meddelelse|besked)|Opprinnelig melding|Original meddelelse"
    r"|Ursprungligt meddelande|Originalmeddelande"
    r"|Wiadomość oryginalna|Oryginalna wiadomość|Původní zpráva|Исходное сообщение|Пересылаемое сообщение"
    r"|Alkuperäinen viesti|Orijinal Mesaj"
    r"|原始邮件|原始郵件|원본 메시지|Eredeti üzenet|Mesaj original|Antwort Nachricht"
)
ORIGINAL = re.compile(
    rf"[>\s*_]*[-_=]{{2,}}\s*(?:{_ORIGINAL})\s*[-_=:]*\s*\Z|[>\s*_]*-{{2,}}.{{1,120}}\b(?:{_WROTE})\s*-{{2,}}\s*\Z",
    re.IGNORECASE,
)
REPLY_ABOVE = re.compile(
    r"[>\s]*[-#=*_ ]*(?:please )?(?:type|write|enter|add|post)?\s*(?:your )?(?:reply|response|answer|antwort"
    r"|antwoord)\w*\s+(?:above|oberhalb|boven|über)"
    r"\s+(?:this|dieser|deze)[^.]{0,40}\Z|[>\s]*[-#=*_ ]{3,}.{0,80}(?:reply|respond).{0,40}(?:above this"
    r"|above the) line.{0,40}\Z",
    re.IGNORECASE,
)
_FORWARDED = (
    r"Forwarded (?:message|by|mail|e-mail)|Weitergeleitete (?:Nachricht|Mail|E-Mail)|Doorgestuurd bericht"
    r"|Messaggio (?:inoltrato|Inoltrato)"
    r"|Message transféré|Mensaje reenviado|Mensagem encaminhada|Videresendt (?:meddelelse|melding)"
    r"|Vidarebefordrat meddelande"
    r"|Wiadomość przekazana|Treść przekazanej wiadomości|Přeposlaná zpráva|Пересылаемое сообщение"
    r"|Edelleenlähetetty viesti|转发的邮件|轉寄郵件"
)
FORWARD = re.compile(
    rf"[>\s*_]*[-_=]{{2,}}\s*(?:{_FORWARDED}).*\Z"
    r"|[>\s*_]*(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail|Mail)"
    r"|Inizio messaggio inoltrato"
    r"|Begin doorgestuurd bericht|Start(?:et)? (?:på )?videresendt|Début du (?:message (?:transféré|réexpédié)"
    r"|transfert)|Inicio del mensaje reenviado"
    r"|Início da mensagem (?:encaminhada|reenviada)|Vidarebefordrat brev|Begynnelse på videresendt"
    r"|Начало переадресованного сообщения"
    r"|Original message follows)\s*[:：]\s*\Z",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|i|doorst|rv|enc|vs|vb|pd|transf)\s*[:：]|\s*\[fwd?:", re.IGNORECASE)

DELIMITER = re.compile(r"(?:-{2,3}|—|–{1,2}|_{2,80})[\s\xa0]*\Z")
DIVIDER = re.compile(r"[-_=*~#+]{4,}\Z|[-=]{3,}\s?[^-=]{3,60}\s?[-=]{3,}\Z|\W{2,}\Z")
MOBILE = re.compile(
    r"[\s*_\[(<]*(?:Sent (?:from|via|by|with|using) (?:my|a|the|your)?\s?\S|Sent on the|Get Outlook for"
    r"|Sent wirelessly|Von meinem .{2,40}gesendet"
    r"|Diese Nachricht wurde von mein|Gesendet (?:von|mit|über|vom)\b|Holen Sie sich Outlook"
    r"|Outlook für (?:iOS|Android)|Verstuurd vanaf|Verzonden (?:vanaf|met|vanuit)"
    r"|Outlook voor (?:iOS|Android)|Download Outlook voor|Inviato (?:da|dal|con)\b|Scarica Outlook"
    r"|Ottieni Outlook|Envoyé (?:de(?:puis)?|à partir) |Télécharger Outlook|Obtenir Outlook"
    r"|Enviado (?:desde|do meu|con|a partir|mediante)|Obtener Outlook|Obter o Outlook|Skickat från|Sendt fra"
    r"|Lähetetty |Wysłane? z|Odesláno z|Отправлено (?:с|из)"
    r"|iPhone ?から送信|发自我的|從我的|나의 iPhone에서 보냄"
    r"|Email sent using|Trimis de pe|Sendt med)(?:[^.!?]|\.(?=\S)){0,120}\S{0,60}\Z",
    re.IGNORECASE,
)
