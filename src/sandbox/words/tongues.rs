//! Titles in other languages. Nothing is translated: each language has beginnings and endings that fit together, and the
//! number of a thing picks one of each.

/// The languages titles and genres exist in, by primary subtag; the first one needs no words.
pub(in crate::sandbox) const TONGUES: &[&str] = &["en", "fr", "de", "es", "ja", "pt", "it", "ko"];

/// How many beginnings and endings a language has.
const COUNT: usize = 12;

/// Beginnings and endings of each language after the first. Those in front make "Glass Harbour".
#[rustfmt::skip]
const TITLES: [[[&str; COUNT]; 2]; 7] = [
    [
        ["Port", "Lettres", "Phares", "Dimanches", "Fenêtres", "Orages", "Trains", "Jardins", "Cartes", "Moteurs", "Rivières", "Vitrines"],
        [" de verre", " du soir", " sans adresse", " à marée basse", " d'hiver", " en papier", " de minuit", " pour Esme", " au loin", " de sel", " d'avant", " qui tremblent"],
    ],
    [
        ["Hafen", "Briefe", "Lampen", "Sonntage", "Fenster", "Gewitter", "Züge", "Gärten", "Karten", "Maschinen", "Brücken", "Funksignale"],
        [" aus Glas", " am Abend", " ohne Absender", " bei Ebbe", " im Winter", " aus Papier", " um Mitternacht", " für Liesel", " in der Ferne", " aus Salz", " von früher", " im Nebel"],
    ],
    [
        ["Puerto", "Cartas", "Faroles", "Domingos", "Ventanas", "Tormentas", "Trenes", "Jardines", "Mapas", "Motores", "Ríos", "Señales"],
        [" de cristal", " de noche", " sin remitente", " con marea baja", " de invierno", " de papel", " a medianoche", " para Brisa", " a lo lejos", " de sal", " de antes", " en la niebla"],
    ],
    [
        ["硝子の", "真夜中の", "冬の", "遠い", "紙の", "静かな", "銀色の", "忘れられた", "雨の", "最後の", "小さな", "青い"],
        ["港", "手紙", "灯台", "日曜日", "窓", "電車", "庭", "地図", "合図", "川", "橋", "海図"],
    ],
    [
        ["Porto", "Cartas", "Faróis", "Domingos", "Janelas", "Trovoadas", "Trens", "Jardins", "Mapas", "Motores", "Rios", "Sinais"],
        [" de vidro", " da noite", " sem remetente", " na maré baixa", " de inverno", " de papel", " à meia-noite", " para Junia", " ao longe", " de sal", " de antes", " na neblina"],
    ],
    [
        ["Porto", "Lettere", "Fari", "Domeniche", "Finestre", "Temporali", "Treni", "Giardini", "Mappe", "Motori", "Fiumi", "Segnali"],
        [" di vetro", " della sera", " senza mittente", " con la bassa marea", " d'inverno", " di carta", " a mezzanotte", " per Delphine", " in lontananza", " di sale", " di una volta", " nella nebbia"],
    ],
    [
        ["유리 ", "한밤의 ", "겨울 ", "머나먼 ", "종이 ", "고요한 ", "은빛 ", "잊힌 ", "비 오는 ", "마지막 ", "작은 ", "푸른 "],
        ["항구", "편지", "등대", "일요일", "창문", "기차", "정원", "지도", "신호", "강", "다리", "오후"],
    ],
];

/// A title in a language: the same for the same number, and different for any 144 numbers in a row.
pub(in crate::sandbox) fn title(tongue: usize, number: usize) -> Option<String> {
    let [beginnings, endings] = TITLES.get(tongue.checked_sub(1)?)?;
    Some(format!("{}{}", beginnings[number % COUNT], endings[(number / COUNT + number) % COUNT]))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{TITLES, TONGUES, title};

    #[test]
    fn every_language_but_the_first_has_titles_that_do_not_repeat_soon() {
        assert_eq!(TITLES.len() + 1, TONGUES.len());
        assert_eq!(title(0, 5), None);
        for (tongue, name) in TONGUES.iter().enumerate().skip(1) {
            let titles: HashSet<Option<String>> = (7..151).map(|number| title(tongue, number)).collect();
            assert_eq!(titles.len(), 144, "{name}");
        }
        assert_eq!(title(1, 0).as_deref(), Some("Port de verre"));
        assert_eq!(title(4, 0).as_deref(), Some("硝子の港"));
    }
}
