using System.Text.RegularExpressions;

namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// The plainest words in which speakers of other languages than French, English and Arabic ask for a person or cry for help. They are looked for in what was typed, folded, before SMS spelling
/// and the corrector make French of it. Narrow on purpose: a verb of talking and a noun for a person of the same language, at most four words apart.
/// </summary>
internal static class OtherLanguages
{
    private const string Apart = @"\W+(?:\w+\W+){0,4}?";

    // For each language the verbs and the nouns; the forms that French has as well ("agent", "parle") are left out of the verbs.
    private static readonly Regex[] Asks =
    [
        .. new[]
        {
            ("hablar|hablarle|conversar|comunicarme|comuniqueme|comuniquenme|atienda|atiendan|necesito|pasame|paseme|pongame", "persona|alguien|agente|humano|humana|operador|operadora|asesor|asesora|consejero|consejera|empleado|empleada"), // Spanish
            ("falar|conversar|atendido|atendida|quero|passe_me", "pessoa|alguem|humano|humana|atendente|operador|operadora|funcionario|funcionaria|conselheiro"), // Portuguese
            ("parlare|parlarle|discutere|vorrei|voglio|passatemi", "persona|qualcuno|operatore|operatrice|umano|addetto|addetta|consulente|impiegato|impiegata"), // Italian
            ("sprechen|reden|telefonieren|verbinden", "mensch|menschen|jemand|jemanden|jemandem|mitarbeiter|mitarbeiterin|person|berater|beraterin"), // German
            ("vorbesc|vorbi|vorbim|vorbeasca|discut", "cineva|persoana|om|operator|operatorul|consilier|functionar"), // Romanian
            ("konusmak|konusabilir|konusayim|gorusmek|gorusebilir|baglanmak|bagla|baglayin|baglar", "insan|insanla|insana|biriyle|birisi|birisiyle|birine|temsilci|temsilciye|temsilciyle|yetkili|yetkiliyle|yetkiliye|memur|memurla|kisiyle|danisman|danismanla"), // Turkish
            ("поговорити|розмовляти|говорити|зєднаите|єднаите|звязатися", "людиною|людина|кимось|оператором|консультантом|працівником|спеціалістом"), // Ukrainian
            ("поговорить|говорить|соедините|связаться|разговаривать|позовите", "человеком|человек|человека|оператором|оператора|консультантом|сотрудником|кем|специалистом"), // Russian
            ("rozmawiac|porozmawiac|polaczenie|polaczyc|polaczcie", "czlowiekiem|konsultantem|kims|osoba|doradca|pracownikiem|urzednikiem"), // Polish
            ("pale|koz|koze|vle|veu|ve|bizwen|rankontre|jwenn|chache|kontakte", "moun|moune|dimoun|domoun|konseye"), // Creoles of the Antilles, Guyane, Haiti and La Réunion
            ("flas|flasim|bisedoj", "njeri|dike|dikend|operator|person"), // Albanian
        }.Select(language => Either(language.Item1, language.Item2)),
        Fixed("我想和真人说话|我要找人工|转人工|人工客服|和人说话|跟人说话|找真人|真人客服"), // Chinese
        Fixed("noi chuyen voi nguoi|gap nguoi that|gap nhan vien|noi chuyen voi nhan vien"), // Vietnamese
    ];

    private static readonly Regex[] Suicide =
    [
        Fixed(@"\b(?:quiero|voy a|deseo) (?:morir|morirme|matarme|suicidarme)\b|\bno quiero (?:seguir viviendo|vivir)\b|\bme quiero (?:morir|matar)\b"),
        Fixed(@"\b(?:quero|vou) (?:morrer|me matar|matar me|suicidar me)\b|\bnao quero (?:mais )?viver\b"),
        Fixed(@"\b(?:voglio|vorrei) (?:morire|uccidermi|suicidarmi|farla finita)\b|\bnon voglio piu vivere\b"),
        Fixed(@"\b(?:will|mochte) (?:sterben|mich umbringen)\b|\b(?:will|mochte) nicht mehr leben\b|\bbringe mich um\b"),
        Fixed(@"\bvreau sa (?:mor|ma omor|ma sinucid)\b|\bnu mai vreau sa traiesc\b"),
        Fixed(@"\b(?:olmek istiyorum|kendimi oldurecegim|intihar edecegim|intihar etmek istiyorum|yasamak istemiyorum)\b"),
        Fixed(@"\bхочу (?:померти|умереть|вбити себе|убить себя|покончить с собои)\b|\bне хочу (?:більше |больше )?(?:жити|жить)\b|\bпокінчити з собою\b"),
        Fixed(@"\bchce (?:umrzec|sie zabic|popelnic samobojstwo)\b|\bnie chce (?:juz )?zyc\b"),
        Fixed(@"\bdua te (?:vdes|vras veten)\b"),
        Fixed(@"\b(?:mwen|mwin|moin|mi) (?:vle|ve|veu|le) (?:mo|mouri|mor|mort|tchoue ko mwen)\b"),
        Fixed("我想死|我不想活|想自杀|muon chet|muon tu tu"),
    ];

    // Creole only: spoken by many whom the service is for, and near enough to French to be typed here.
    private static readonly Regex[] Violence =
    [
        Fixed(@"\b(?:i|li|y|zot) (?:ka |ap |i )?(?:bat|frape|fwape|kogne|tape|kraze) ?(?:a )?(?:mwen|mwin|moin|amwen|amwin|amoin|nou)\b|\bba (?:mwen|mwin|moin|nou) kou\b|\bi (?:vle|veu|ve) tchoue (?:mwen|mwin|moin)\b"),
    ];

    public static bool AsksForPerson(string text) => In(Asks, text);

    public static bool SpeaksOfSuicide(string text) => In(Suicide, text);

    public static bool SpeaksOfViolence(string text) => In(Violence, text);

    private static bool In(Regex[] patterns, string text)
    {
        var folded = PlainWords.Fold(text.Length > 2000 ? text[..2000] : text).Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal).Replace('ı', 'i').Replace('ł', 'l').Replace('đ', 'd');
        return Array.Exists(patterns, pattern => pattern.IsMatch(folded));
    }

    private static Regex Either(string verbs, string nouns) => Fixed($@"\b(?:{verbs})\b{Apart}(?:{nouns})\b|\b(?:{nouns})\b{Apart}(?:{verbs})\b");

    private static Regex Fixed(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
