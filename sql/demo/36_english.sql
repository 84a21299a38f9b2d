-- 36_english.sql: the English channel.

START TRANSACTION;

SET @day = IF(CURTIME() >= '11:00', CURDATE(), CURDATE() - INTERVAL 1 DAY);

SET @at = @day + INTERVAL '10:40' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, title_short, channel, state, published_at, tags, author, editor, translation_group, cover, summary, body) VALUES
('Huawan’s Old Bridge reopens, with half of its ninety-three-year-old rivets still in place', 'Huawan’s Old Bridge reopens', 'english', 'live', @at,
 'Huawan, Old Bridge, Silver Shuttle River', 'Jin Zaiyuan', 'Mun Da-on', 1, (SELECT id FROM media WHERE title = 'Old Bridge'),
 'Closed for fourteen months, the bridge took its first traveller at 6.40 this morning: a tofu seller on a tricycle.',
'At twenty to seven this morning, after fourteen months of repairs, the Old Bridge at Huawan opened again. The first across was not a motorcade but Pak Sun-hui, who delivers tofu by tricycle. “I cross at this hour every day,” she said. “So I did today.” She rang her bell once, and the people waiting at the bridgehead laughed.

The bridge, 412 metres long, was the first of steel on the Silver Shuttle River. Last year’s inspection found a third of its rivets loose and two piers hollowed out by the current. Tearing it down would have been quicker and cheaper. The town pasted both plans and both bills to a board at the bridgehead and collected notes for a month; seven in ten of some 2,300 asked for it to stay.

Of 21,600 rivets, 10,900 are the original ones. Old and new are painted two shades of grey, and from close by you can tell them apart. “A thing that was mended should show it,” says Han Lidong, the chief engineer.

One of the two traffic lanes has gone; lights let cars through in turns. In its place, on the upstream side, is a footway three metres wide with benches and low lamps. Vehicles over five tonnes still use the new bridge downstream.

Fifty-two of the rivets that came out now hang on a board at the south end. Under each is the name of one of the people who built the bridge, copied line by line from a damp wage book. Forty-one more names could not be read. Their places have been left empty.');

SET @at = @day - INTERVAL 1 DAY + INTERVAL '11:20' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, title_short, channel, state, published_at, tags, author, editor, translation_group, cover, summary, body) VALUES
('Ten years, seven farmers, forty-one thousand geese', 'Forty-one thousand geese', 'english', 'live', @at, 'Silver Shuttle River, birds, Yanlai', 'Zhao Xiaoman', 'Mun Da-on', 3,
 (SELECT id FROM media WHERE title = 'Geese'),
 'In a hut outside the village of Yanlai, geese are counted with beans: one yellow bean for ten birds, one red bean for a hundred.',
'Yanlai keeps two ledgers. One is with the accountant and records the harvest. The other hangs in a wooden hut in the wet meadow north of the village, and records geese.

It began ten years ago, when a pupil asked the village teacher, Jeon In-suk, whether these were the same geese as last year. She could not say. So she wrote in an exercise book: 21 March, clear, two hundred and six. Today seven people take turns, in spring and autumn, every day in the hour before sunset. The count fills twenty-three books and stands at 41,072.

There is a craft to it. While a flock circles you must not count, or you will count twice; you wait until it has formed its line, and then, starting from the leader, you put down one yellow bean for every ten birds and a red one for every hundred. Last year students came with a drone and software that recognises birds. For one flock the software said 431, the beans 430. They played the film again. The extra bird was a crow.

In the fourth autumn the number fell by half. The cause turned out to be upstream, where water was being pumped off the meadows for the fields. After three village meetings the farmers agreed to leave two hundred mu of stubble unploughed each autumn, and thirty days of shallow water undrained. The next year eight in ten of the geese were back; by the fifth there were more than ever.

A researcher from the regional academy has borrowed the books and copied them. Her paper is not written yet, but the acknowledgements are: seven names in the order of their shifts, “and one miscounted crow”.');

SET @at = @day - INTERVAL 6 DAY + INTERVAL '13:00' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, title_short, channel, state, published_at, tags, author, editor, cover, summary, body_format, body) VALUES
('How to cross the river: a visitor’s guide to Huawan', 'How to cross the river', 'english', 'live', @at, 'Huawan, Silver Shuttle River, visitors', 'Li Wanzhou', 'Mun Da-on',
 (SELECT id FROM media WHERE title = 'Ferry'),
 'Bridge, ferry, bus or, on one evening of the year, a very old boat.', 'markdown',
'Huawan lies on both banks of the Silver Shuttle River, and half of what you want to see is always on the other side.

| Way | Takes | Costs | Runs |
|---|---:|---:|---|
| On foot over the Old Bridge | 8 min | free | always |
| Bus 3 or 11 | 4 min | 1 yuan | 5.50–22.20 |
| Ferry | 11 min | 2 yuan | 6.10–21.40 |
| Shuttle boat, with a school crew | 20 min | a smile | open day only |

## What to know

- **Fog.** On about ninety mornings a year the first ferry leaves late. The gauge station’s line, 0400-555-0161, tells you in Chinese (1) or Korean (2); for English stay on the line.
- **Two languages.** Signs are in Chinese and Korean. A nod works in both.
- **The seat rule.** The first six seats of a bus are orange. If someone is carrying vegetables, they are theirs.
- **Coins.** Bring some for the telescope on the reed platform at Yanlai. Three minutes cost one coin, and the reeds stay uncut because of it.

## Where to stand

The bench north of the middle of the third span. The chief engineer and the fire brigade argued over it for a week; it was moved forty centimetres, and it still has the best view of the bend.');

SET timestamp = DEFAULT;

COMMIT;
