/** What people write about, by the vault's categories. */
export type Category = 'dog' | 'lift' | 'water' | 'noise' | 'parking' | 'rubbish' | 'other';

/** In somebody's own entrance, outside their building, in nobody's building, or at a shop. */
export type Where = 'unit' | 'below' | 'yard' | 'shop';

/** One thing that happens: where it can, how somebody writes it, and what the worker wrote when it was done. */
export interface Matter {
  readonly where: readonly [Where, ...Where[]];
  readonly said: string;
  readonly done: string;
}

interface Words {
  /** How often, of 100 tickets. */
  readonly share: number;
  readonly matters: readonly [Matter, ...Matter[]];
}

const places: Readonly<Record<string, Where>> = { u: 'unit', b: 'below', y: 'yard', s: 'shop' };

/** A matter a line: `ub 有狗没拴绳 → 已提醒`; the letters say where. */
function matters(text: string): Words['matters'] {
  const [first, ...rest] = text.trim().split('\n').map(matterOf);
  if (first === undefined) throw new RangeError('no matter');
  return [first, ...rest];
}

function matterOf(line: string): Matter {
  const [, letters = '', said = '', done = ''] = /^\s*(\w+) (.+) → (.+)$/.exec(line) ?? [];
  const [first, ...rest] = Array.from(letters).flatMap((letter) => places[letter] ?? []);
  if (first === undefined) throw new RangeError(`not a matter: ${line}`);
  return { where: [first, ...rest], said, done };
}

export const words: Readonly<Record<Category, Words>> = {
  dog: {
    share: 14,
    matters: matters(`
      bys 有狗没拴绳,吓到孩子了 → 找到养犬人,当面提醒牵绳,答应以后注意
      by 有人遛狗不牵绳,冲着老人叫 → 和养犬人谈过,以后牵短绳
      u 电梯里有狗尿,味道很大 → 清洗消毒了,单元门口贴了提示
      by 草坪上狗粪没人捡,孩子踩了一脚 → 清理干净,加放一个狗便箱
      u 楼上的狗半夜一直叫,家里睡不好 → 和养犬人说好,晚上十点后不放阳台
      bys 来了两只流浪狗,见人就追 → 联系收容队,当天带走
      u 邻居家的狗拴在楼道里,进出害怕 → 已牵回家,楼道不再拴狗
      by 捡到一只戴项圈的小白狗,先放门卫室了 → 狗主人已领回
      u 遛狗的人坐电梯不抱起来,孩子躲到角落 → 在电梯里贴了提示,和养犬人说过
      bys 有人给流浪狗喂饭,门口聚了好几只 → 和喂食的人谈好,换到东墙外
      by 大狗没戴嘴套,能不能提醒一下 → 已提醒,狗主人配了嘴套
    `),
  },
  lift: {
    share: 16,
    matters: matters(`
      u 电梯停在一楼不动了 → 维保当天修好,换了门锁触点
      u 电梯门关不上,来回开合 → 门机皮带换新,试运行正常
      u 电梯里的灯坏了一半 → 灯管已换
      u 电梯运行有响声,咯噔咯噔的 → 导靴调整过,声音没了
      u 电梯十二楼按钮按不亮 → 按钮已更换
      u 早高峰电梯坏了一部,上班要等很久 → 两部都恢复了
      u 电梯里的对讲没人应 → 线路接好,现场试过有人应
      u 电梯又把人关里面了,等了二十分钟 → 人平安,制动器换新后恢复使用
      u 电梯到一楼对不齐,轮椅过不去 → 平层调过,误差不到一厘米
      u 电梯一直被装修队占着 → 定了装修用梯时间,早晚高峰不用
      u 电梯今天又抖了一下,心慌 → 检查了钢丝绳和导轨,一切正常
      u 电梯年检的牌子过期了,是不是该换 → 年检已做,新标牌贴上了
    `),
  },
  water: {
    share: 13,
    matters: matters(`
      u 家里停水了,什么时候来 → 抢修完毕,已恢复供水
      u 自来水发黄,放了半天还是黄 → 冲了管道,水质抽检合格
      u 水压太小,热水器打不着火 → 增压泵换了压力开关
      u 楼道水管滴水,地上一滩 → 换了管件,不漏了
      ub 地下室返水,有臭味 → 疏通完成,消过毒
      u 楼上漏水到我家厨房顶了 → 和楼上说好,防水这周做
      ubs 消防栓漏水 → 阀门更换,压力正常
      bys 井盖往外冒水 → 管道疏通,井盖归位
      u 水表不转了,帮忙看看 → 水表已换新
      u 楼顶水箱是不是该清洗了 → 已清洗,检测单贴在单元门口
      us 下水道堵了,一楼全是水 → 疏通完成,地面清理干净
    `),
  },
  noise: {
    share: 15,
    matters: matters(`
      u 楼上装修,中午也不停 → 和装修队说好,午休和晚上不动电钻
      by 广场舞音响太大,孩子写不了作业 → 音响调小,九点收
      u 楼上小孩每晚跑跳到十一点 → 两家见过面,楼上铺了垫子
      us 空调外机半夜嗡嗡响 → 外机加了减震,已不响
      u 有人半夜打麻将 → 上门劝过,说好十点收
      us 外放音乐到很晚 → 已劝阻,当晚去听过,安静了
      s 油烟机声音大,对着窗户吹 → 店家加了消声罩,换了朝向
      s 凌晨卸货,咣咣响 → 和店家谈好,六点以后卸货
      by 打球到十点多 → 球场灯改到九点半关
      u 隔壁练琴,晚上九点以后能不能停 → 两家说好,八点半前练完
      b 施工早上六点就开始了 → 施工方改到八点开工
      s 喇叭叫卖一遍一遍放,老人受不了 → 喇叭已撤
    `),
  },
  parking: {
    share: 14,
    matters: matters(`
      by 消防通道被车堵了 → 联系车主挪走,补画了禁停线
      b 我的车位被别人占了 → 车主挪走了,登记了临时车
      u 电动车停在楼道里充电 → 已搬到车棚,楼道清了
      b 有人从窗户飞线充电 → 线已收回,带他办了车棚充电卡
      bys 门口乱停,救护车进不来 → 当场疏通,立了牌子
      by 僵尸车停了半年没人管 → 交警贴单后拖走
      y 充电桩被油车占着 → 油车挪走,加了地锁
      by 拐弯处停车,看不见人 → 画了禁停线,装了凸面镜
      y 道闸抬不起来,堵了一串 → 换了控制模块,恢复正常
      b 非机动车棚满了,没处停 → 车棚重新排位,多出二十个
      bs 轮椅坡道被电动车挡住 → 已挪开,坡道口立了栏杆
      s 送货车停在人行道上 → 和店家说好,走后门卸货
    `),
  },
  rubbish: {
    share: 13,
    matters: matters(`
      bys 垃圾桶满了没人收 → 已清运,加了一趟
      b 装修垃圾堆在门口好几天 → 运走了,和业主说好袋装
      u 楼道里堆纸箱,挡路 → 楼道清空,贴了提示
      b 有人高空抛物,掉下来半个西瓜 → 调监控找到是谁,当面道歉
      by 厨余垃圾洒了一路,有味 → 冲洗干净,换了带盖的桶
      by 旧沙发扔在绿化带里 → 旧家具已拉走
      y 垃圾分类点没灯,晚上看不清 → 装了感应灯
      by 有人翻垃圾,弄得到处都是 → 桶加了盖锁,收拾干净
      s 泔水倒在雨水井里 → 店家清掏了井,签了回收单
      b 烟头从楼上往下扔 → 逐户提醒,楼下加了灭烟桶
      y 快递盒堆成山了 → 回收站拉走,放了回收筐
      by 树叶落了一地,路滑 → 扫干净了,改成每天两次
    `),
  },
  other: {
    share: 15,
    matters: matters(`
      by 路灯不亮 → 灯已修好
      u 单元门禁刷不开 → 换了读卡头
      y 健身器材螺丝松了,怕摔着人 → 紧固好,器材都查了一遍
      by 井盖松动,车过就响 → 加了垫圈,不响了
      b 树枝伸到窗户里了 → 园林来修剪过
      b 外墙皮往下掉 → 拉了警戒线,松动的铲掉,补好了
      u 家里老人想找人上门理发 → 志愿者周三上门理过
      u 居住证明怎么开,要带什么 → 已告知材料,也可以代办
      by 台阶缺了一块,老人绊了一下 → 台阶补好了
      by 有马蜂窝 → 消防来摘走了
      u 想借一下活动室给孩子过生日 → 周六下午留好了
      u 独居邻居两天没见出门,有点担心 → 上门看过,人没事,已联系家属
      y 快递柜总是满的 → 加了一组柜
      u 想报名当志愿者 → 已登记,周末有活动通知您
    `),
  },
};

/** What some people add. */
export const tails: readonly (readonly [string, number])[] = [
  ['', 50],
  [',麻烦看一下', 14],
  [',谢谢', 10],
  [',已经三天了', 6],
  [',家里有老人', 5],
  [',家里有孩子', 5],
  [',上周说过一次', 4],
  [',能不能今天来', 3],
  [',辛苦了', 3],
];

export const yard = [
  '中心广场',
  '儿童滑梯旁',
  '南门',
  '北门岗亭',
  '地下车库B1',
  '湖边步道',
  '篮球场',
  '东侧绿地',
] as const;
